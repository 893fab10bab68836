import type { ChainStandard } from '../domain/chain.ts'

/**
 * 本平台对照: which sector of the national input–output tables holds a class of GB/T 4754-2017. The Bureau publishes
 * none with the tables, so it is made here by the names of both; longer prefixes win. The first title that a table
 * has is taken, so that one list serves tables of 135 to 153 and of 42 sectors.
 */
const titlesByPrefix: readonly (readonly [prefix: string, titles: readonly string[]])[] = [
  ['A01', ['农产品', '农林牧渔产品和服务']],
  ['A02', ['林产品', '农林牧渔产品和服务']],
  ['A05', ['农、林、牧、渔服务产品', '农、林、牧、渔服务', '农林牧渔产品和服务']],
  ['B07', ['石油和天然气开采产品']],
  ['B11', ['开采辅助活动和其他采矿产品', '开采辅助服务和其他采矿产品', '非金属矿和其他矿采选产品']],
  ['C17', ['棉、化纤纺织及印染精加工品', '纺织品']],
  ['C178', ['纺织制成品', '纺织品']],
  ['C251', ['精炼石油和核燃料加工品', '石油、炼焦产品和核燃料加工品']],
  ['C252', ['煤炭加工品', '炼焦产品', '石油、炼焦产品和核燃料加工品']],
  ['C261', ['基础化学原料', '化学产品']],
  ['C264', ['涂料、油墨、颜料及类似产品', '化学产品']],
  ['C265', ['合成材料', '化学产品']],
  ['C266', ['专用化学产品和炸药、火工、焰火产品', '化学产品']],
  ['C28', ['化学纤维制品', '化学产品']],
  ['C291', ['橡胶制品', '化学产品']],
  ['C292', ['塑料制品', '化学产品']],
  ['C303', ['砖瓦、石材等建筑材料', '非金属矿物制品']],
  ['C306', ['玻璃和玻璃制品', '非金属矿物制品']],
  ['C309', ['石墨及其他非金属矿物制品', '非金属矿物制品']],
  ['C313', ['钢压延产品', '金属冶炼和压延加工品']],
  ['C33', ['金属制品']],
  ['C341', ['锅炉及原动设备', '通用设备']],
  ['C343', ['物料搬运设备', '通用设备']],
  ['C344', ['泵、阀门、压缩机及类似机械', '通用设备']],
  ['C351', ['采矿、冶金、建筑专用设备', '专用设备']],
  ['C352', ['化工、木材、非金属加工专用设备', '专用设备']],
  ['C357', ['农、林、牧、渔专用机械', '专用设备']],
  ['C361', ['汽车整车', '交通运输设备']],
  ['C363', ['汽车整车', '交通运输设备']],
  ['C366', ['汽车整车', '交通运输设备']],
  ['C367', ['汽车零部件及配件', '交通运输设备']],
  ['C373', ['船舶及相关装置', '交通运输设备']],
  ['C375', ['其他交通运输设备', '交通运输设备']],
  ['C376', ['其他交通运输设备', '交通运输设备']],
  ['C377', ['其他交通运输设备', '交通运输设备']],
  ['C40', ['仪器仪表']],
  ['C42', ['废弃资源和废旧材料回收加工品', '废弃资源综合利用产品', '其他制造产品和废品废料']],
  ['C43', ['金属制品、机械和设备修理服务']],
  ['F51', ['批发', '批发和零售']],
  ['F52', ['零售', '批发和零售']],
  ['G543', ['道路货物运输和运输辅助活动', '交通运输、仓储和邮政']],
  ['G5611', ['航空旅客运输', '交通运输、仓储和邮政']],
  ['G56', ['航空货物运输和运输辅助活动', '交通运输、仓储和邮政']],
  ['G59', ['装卸搬运和仓储', '交通运输、仓储和邮政']],
  ['L71', ['租赁', '租赁和商务服务']],
  ['M74', ['专业技术服务', '综合技术服务']],
]

/** Segments of the chain by the sector (code) that holds their first industry code; a segment without one is left out. */
export function segmentsBySector(
  chain: ChainStandard,
  sectors: readonly { readonly code: string; readonly title: string }[],
): Map<string, { readonly id: string; readonly title: string }[]> {
  // Older tables name industries (橡胶制品业), later ones their products.
  const codes = new Map(sectors.map(({ code, title }) => [title.replace(/业$/, ''), code]))
  const found = new Map<string, { id: string; title: string }[]>()
  for (const { id, title, industryCodes } of chain.segments) {
    const code = sectorOf(industryCodes[0] ?? '', codes)
    if (code !== undefined) found.set(code, [...(found.get(code) ?? []), { id, title }])
  }
  return found
}

function sectorOf(industry: string, codes: ReadonlyMap<string, string>): string | undefined {
  const [longest] = titlesByPrefix
    .filter(([prefix]) => industry.startsWith(prefix))
    .sort(([a], [b]) => b.length - a.length)
  for (const title of longest?.[1] ?? []) {
    const code = codes.get(title)
    if (code !== undefined) return code
  }
  return undefined
}
