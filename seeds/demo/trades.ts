import { type Segment, segments } from './chain.ts'
import type { Random } from './random.ts'

/** 行业 in a firm's name, by segment; the stage's words where a segment has none of its own. */
const bySegment: Readonly<Record<string, readonly string[]>> = {
  'natural-rubber': ['天然橡胶', '天然橡胶科技'],
  'rubber-trade': ['橡胶贸易', '国际贸易', '供应链', '橡塑贸易'],
  monomer: ['石化', '化工', '石油化工'],
  'styrene-butadiene-rubber': ['合成材料', '橡胶新材料'],
  'butadiene-rubber': ['合成材料', '橡胶新材料'],
  'other-synthetic-rubber': ['合成橡胶', '弹性体材料'],
  'carbon-black-feedstock': ['化工', '能源化工'],
  'carbon-black': ['炭黑', '碳材料', '炭黑科技'],
  'sodium-silicate': ['硅业', '无机硅化工'],
  silica: ['硅材料', '白炭黑科技'],
  'process-oil': ['油品', '特种油', '石化'],
  'wire-rod': ['钢铁', '特钢'],
  'steel-cord': ['钢帘线', '金属制品'],
  'bead-wire': ['钢丝', '金属制品'],
  'nylon-yarn': ['化纤', '锦纶科技'],
  'polyester-yarn': ['化纤', '纤维科技'],
  aramid: ['特种纤维', '纤维科技'],
  'cord-fabric': ['帘子布', '骨架材料', '工业织物'],
  'tyre-mould': ['模具', '模具科技', '精密模具'],
  'curing-bladder': ['胶囊科技', '橡胶'],
  'tyre-testing-equipment': ['仪器', '检测设备'],
  'tyre-factory-automation': ['智能装备', '自动化'],
  'recycling-equipment': ['环保装备', '环保机械'],
  'rubber-compound': ['橡胶', '橡胶科技', '胶业'],
  'tyre-component': ['橡胶制品', '橡胶科技'],
  'aircraft-tyre': ['航空轮胎'],
  'tyre-inspection-service': ['检测技术', '检验检测'],
  'tyre-valve': ['气门嘴', '汽车零部件'],
  wheel: ['车轮', '轮毂', '车轮科技'],
  'wheel-assembly': ['汽车零部件', '车轮总成'],
  'commercial-vehicle': ['商用车', '重型汽车'],
  'passenger-vehicle': ['汽车', '新能源汽车'],
  'trailer-special-vehicle': ['专用车', '挂车制造', '专用汽车'],
  'construction-machinery': ['工程机械', '重工'],
  'agricultural-machinery': ['农业装备', '农机', '拖拉机'],
  'industrial-vehicle': ['叉车', '工业车辆'],
  'two-wheeler': ['车业', '电动车', '摩托车'],
  'aviation-operation': ['航空', '通用航空'],
  'replacement-market': ['轮胎销售', '轮胎贸易', '商贸', '汽车服务', '轮胎'],
  'tyre-logistics': ['物流', '供应链', '仓储物流'],
  'waste-tyre-collection': ['再生资源', '再生资源回收'],
  retreading: ['轮胎翻新', '轮胎再制造'],
  'reclaimed-rubber': ['再生橡胶', '橡胶循环科技'],
  'crumb-rubber': ['胶粉', '橡胶循环科技'],
  'crumb-rubber-application': ['新型建材', '路面材料'],
  'tyre-pyrolysis': ['环保科技', '循环能源'],
  'recovered-carbon-black': ['循环材料', '再生炭黑'],
}

const byStage: Readonly<Record<string, readonly string[]>> = {
  raw: ['化工', '新材料', '精细化工', '橡胶助剂'],
  frame: ['骨架材料'],
  equipment: ['橡胶机械', '机械', '装备科技', '橡塑机械'],
  tyre: ['轮胎', '橡胶轮胎', '轮胎科技', '轮胎制造', '橡胶'],
  application: ['环保科技'],
}

/** What a firm says it does beside its own products; none of it makes a member of another segment. */
const sidelines = [
  '橡胶制品销售',
  '货物进出口',
  '技术服务、技术开发、技术咨询',
  '金属材料销售',
  '机械设备租赁',
  '化工产品销售（不含许可类化工产品）',
  '普通货物仓储服务',
  '非居住房地产租赁',
  '劳务服务（不含劳务派遣）',
] as const

const approvalNew = '（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）'
const approvalOld = '（依法须经批准的项目，经相关部门批准后方可开展经营活动）'

const uses = new Map<string, number>()
for (const segment of segments) {
  for (const word of segment.products) uses.set(word, (uses.get(word) ?? 0) + 1)
}

export function tradeWord(segment: Segment, random: Random): string {
  return random.pick(bySegment[segment.id] ?? byStage[segment.stage] ?? ['科技'])
}

/** Words that name a product only beside another word; a scope does not list them alone. */
const fragments = new Set([
  '低顺式',
  '镍系顺丁',
  '稀土顺丁',
  '溶聚丁苯',
  '乳聚丁苯',
  '高模低缩',
  '锦纶浸胶',
  '酚醛增粘',
  '胎面挤出',
  '复合挤出',
  '胎胚输送',
  '轮胎炼油',
  '轮胎裂解',
  '炭黑油',
])

/** One to three product words that belong to this segment alone. */
export function productsOf(segment: Segment, random: Random): readonly string[] {
  const own = segment.products.filter(
    (word) => uses.get(word) === 1 && !fragments.has(word) && !/^[\x20-\x7e]+$/u.test(word),
  )
  const words = own.length > 0 ? own : segment.products
  return random.shuffled(words).slice(0, random.integer(1, Math.min(3, words.length)))
}

const dealings: Readonly<Record<string, readonly string[]>> = {
  'rubber-trade': ['天然橡胶、合成橡胶销售', '橡胶原料销售；国内贸易代理', '天然橡胶进出口；橡胶原料批发'],
  'replacement-market': [
    '轮胎销售；汽车零配件零售',
    '汽车轮胎、内外胎批发零售；轮胎动平衡及修补',
    '轮胎、钢圈、汽车配件销售；补胎服务',
    '机动车修理和维护；轮胎更换、轮胎动平衡',
  ],
  'tyre-logistics': [
    '道路普通货物运输；轮胎仓储',
    '轮胎运输；轮胎配送；装卸搬运',
    '轮胎物流；普通货物仓储服务',
  ],
  'waste-tyre-collection': [
    '废旧轮胎回收；再生资源回收（除生产性废旧金属）',
    '废轮胎回收、销售',
    '废旧橡胶、废旧轮胎回收',
  ],
  'tyre-inspection-service': ['轮胎检测服务；橡胶制品检测', '轮胎检验；检验检测服务'],
  'aviation-operation': ['公共航空运输；航空器材销售', '通用航空；航空器材保障'],
}

export function scopeOf(segment: Segment, products: readonly string[], random: Random): string {
  const extra = random.shuffled(sidelines).slice(0, random.integer(1, 4))
  const dealing = dealings[segment.id]
  if (dealing !== undefined)
    return `一般项目：${[random.pick(dealing), ...extra.slice(0, 2)].join('；')}。${approvalNew}`
  const style = random.integer(0, 3)
  if (style === 0)
    return `${products.join('、')}的生产、销售；${extra.join('；')}；经核准的进出口业务。${approvalOld}`
  if (style === 1) return `生产、销售：${products.join('、')}；${extra.join('；')}。${approvalOld}`
  // Some words name the process itself: 废轮胎裂解 is done, not made.
  const made = products.flatMap((word) =>
    /(?:裂解|热解|翻新|装配|分装)$/u.test(word) ? [word] : [`${word}制造`, `${word}销售`],
  )
  return `一般项目：${[...made, ...extra].join('；')}。${approvalNew}`
}
