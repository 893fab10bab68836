import { monthsBefore } from '../../chain/members.ts'
import type { AlertRule } from '../contract.ts'
import { findAnomalies, readLatestElectricity } from '../electricity.ts'
import { changeText, readFirmProfiles } from '../firm-profile.ts'
import { enterprisePage } from '../links.ts'
import { lastDay } from '../../migration/signals.ts'
import { minimumPeers } from '../../migration/peers.ts'
import { readRecentSubjects } from '../recent.ts'
import { outlierScore } from '../../algorithms/robust-statistics.ts'

/** What lasts is told once. */
const quietMonths = 3

export default {
  title: '企业用电异常',
  severity: 'medium',
  definition: `最近一个用电月的同比对数变化与同行业（不少于 ${minimumPeers} 家）相比，修正 z 值绝对值大于 ${outlierScore}，并通过全部企业的 Benjamini–Hochberg 检验（错误发现率 5 %）；与前三个月中位数相比也同向异常，以排除上年基数的影响。成立不满两年、一年内迁址和月用电不足 1000 千瓦时的企业不参与。`,
  datasets: ['public/electricity-use', 'public/registration-change'],
  action: ({ subject }, realm) => ({
    title: '查看企业，走访了解用电变化原因',
    href: enterprisePage(subject.id, realm),
  }),
  async check({ database, realm }) {
    const latest = await readLatestElectricity(database, realm)
    if (latest === null) return []
    const { month, firms } = latest
    const known = await readRecentSubjects(database, {
      rule: 'electricity-anomaly',
      realm,
      since: `${monthsBefore(month, quietMonths)}-01`,
    })
    const anomalies = findAnomalies(firms).filter(({ firm }) => !known.has(firm.creditCode))
    const profiles = await readFirmProfiles(
      database,
      anomalies.map(({ firm }) => firm.creditCode),
    )
    return anomalies.map(({ firm, change, peers, group, firms: count, score }) => {
      const name = profiles.get(firm.creditCode)?.name ?? firm.creditCode
      const below = score < 0
      return {
        key: `${firm.creditCode}:${month}`,
        severity: below ? ('high' as const) : ('medium' as const),
        title: `${name}用电明显${below ? '低' : '高'}于同行`,
        message:
          `${name} ${month} 用电 ${kilowattHours(firm.kwh)}，上年同月 ${kilowattHours(firm.kwhYearBefore)}（${changeText(change)}）；` +
          `同行业 ${count} 家同比中位数 ${changeText(peers)}，修正 z 值 ${score.toFixed(1)}（界限 ±${outlierScore}）。`,
        subject: { kind: 'enterprise' as const, id: firm.creditCode, name },
        region: firm.county,
        occurredOn: lastDay(month),
        evidence: [
          { label: `${month} 用电量`, value: kilowattHours(firm.kwh), source: firm.source },
          {
            label: `${monthsBefore(month, 12)} 用电量`,
            value: kilowattHours(firm.kwhYearBefore),
            source: firm.sourceYearBefore,
          },
          {
            label: `同行业（${group}）${count} 家同比中位数`,
            value: changeText(peers),
            source: null,
          },
        ],
      }
    })
  },
} satisfies AlertRule

function kilowattHours(value: number): string {
  return value >= 10_000
    ? `${(value / 10_000).toFixed(2)} 万千瓦时`
    : `${Math.round(value).toLocaleString('zh-CN')} 千瓦时`
}
