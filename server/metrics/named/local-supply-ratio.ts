import type { Metric } from '../contract.ts'
import { purchaseEvidence, readTrade } from '../trade.ts'

export default {
  title: '本地配套率',
  unit: '%',
  definition: '本地买方在产业链各环节的采购中，向本地供应商采购的金额占比',
  formula: '向本地供应商采购 ÷ 全部采购 × 100 %，近 12 个月',
  standard: '本平台口径',
  period: 'month',
  datasets: ['enterprise/supply-transaction'],
  digits: 1,
  better: 'higher',
  confidential: true,
  inputs: {
    local: { title: '向本地供应商采购', unit: '亿元' },
    demand: { title: '全部采购', unit: '亿元' },
  },
  missing: { reason: '没有供应交易数据', supplier: '链上企业授权提供供应交易' },
  async compute(context) {
    const totals = new Map<string, { region: string; period: string; local: number; demand: number }>()
    for (const { sums } of await readTrade(context))
      for (const { region, period, values } of sums) {
        const key = `${region} ${period}`
        const total = totals.get(key) ?? { region, period, local: 0, demand: 0 }
        total.local += values.local
        total.demand += values.demand
        totals.set(key, total)
      }
    return [...totals.values()]
      .filter((total) => total.demand > 0)
      .map(({ region, period, local, demand }) => ({
        region,
        period,
        value: (local / demand) * 100,
        inputs: { local: local / 1e8, demand: demand / 1e8 },
      }))
  },
  evidence: purchaseEvidence,
} as const satisfies Metric
