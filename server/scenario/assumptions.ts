import type { Assumption } from '../api/schemas/scenario.ts'
import type { ProductionFunction } from '../algorithms/cascade-model.ts'
import type { EnterpriseNetwork } from './enterprise-network.ts'
import { stockNote } from './time-to-survive.ts'

const productionTexts: Readonly<Record<ProductionFunction, string>> = {
  linear: '线性：各种投入可以相互替代，少一份投入只少相应份额的产出。估计偏低。',
  mixed:
    '混合：产业链标准列为必需的投入不可被别的投入替代，产出受最紧的一种限制；其余投入按采购份额计。标准中没有的供需关系按非必需处理。',
  leontief: '列昂惕夫：任何一个环节的投入都不可替代，产出受最紧的一种限制。估计偏高。',
}

/** Everything a result rests on, in the order it matters. */
export function listAssumptions(
  network: EnterpriseNetwork,
  parameters: {
    readonly production: ProductionFunction
    readonly replaceability: boolean
    readonly stockDays: ReadonlyMap<string, number>
    readonly remaining: number
    readonly days: number
  },
): Assumption[] {
  const { window, realm, active } = network
  const abroad = active.filter((firm) => firm.creditCode === null).length
  const unsold = active.filter((firm) => firm.sales === 0).length
  const { production, replaceability, stockDays, remaining, days } = parameters
  return [
    {
      id: 'window',
      kind: 'data',
      title: '供应网络',
      text: `由 ${window?.from ?? '—'} 至 ${window?.to ?? '—'} 的授权供应交易合成${realm === 'demonstration' ? '（演示数据，企业为虚构）' : ''}，12 个月内金额合计为一条关系。`,
    },
    {
      id: 'missing-edges',
      kind: 'data',
      title: '关系不全',
      text: '没有授权的交易不在网络中；缺少的关系使损失偏低，缺少的替代来源使损失偏高。',
    },
    {
      id: 'boundary',
      kind: 'data',
      title: '网络边界',
      text: `${abroad} 个省外、境外交易方只以名称进入网络，它们自己的上游和其他客户不可见；${unsold} 家企业没有记录到销售，其产出损失记为 0 元。`,
    },
    {
      id: 'half-life',
      kind: 'data',
      title: '关系会变化',
      text: '匈牙利全国交易数据中，约一半的供应关系在 13 个月后消失。结果代表窗口期内的网络，不代表以后。',
    },
    {
      id: 'sales',
      kind: 'data',
      title: '产出',
      text: '企业产出以网络中 12 个月的销售额计，按天平摊；网络外的销售不在内，也不计季节波动。',
    },
    { id: 'production', kind: 'model', title: '生产函数', text: productionTexts[production] },
    {
      id: 'replaceability',
      kind: 'model',
      title: '可替代性',
      text: replaceability
        ? '计入：停产者的份额可由同环节仍在生产的企业按其规模顶替，不考虑资质、规格和产能余量。'
        : '不计入：停产者的供应在推演期内无人顶替。估计偏高。',
    },
    {
      id: 'sector',
      kind: 'model',
      title: '企业的环节',
      text: '每家企业归入销售额最大的一个环节；没有销售的归入分类最可信的环节，都没有的按行业大类。',
    },
    {
      id: 'steady',
      kind: 'model',
      title: '传导方式',
      text: '上下游分别逐轮传导到不再变化为止，企业的损失取两者中较大的一个；轮次是传导的先后，不是天数。不计价格变化、政府干预和企业的应对。',
    },
    {
      id: 'shock',
      kind: 'given',
      title: '冲击',
      text: `所选企业在 ${days} 天内${remaining === 0 ? '全部停产' : `只保留 ${percent(remaining)} 的产出`}，其间程度不变。`,
    },
    stockDays.size === 0
      ? { id: 'stock', kind: 'data', title: '库存', text: `${stockNote}推演按没有库存计算，估计偏高。` }
      : {
          id: 'stock',
          kind: 'given',
          title: '库存（假设）',
          text: `按使用者给出的天数：${[...stockDays].map(([id, number]) => `${network.segments.get(id)?.title ?? id} ${number} 天`).join('、')}。其他投入的库存没有数据。`,
        },
  ]
}

export const percent = (share: number): string => `${(share * 100).toFixed(share * 100 < 10 ? 1 : 0)} %`
