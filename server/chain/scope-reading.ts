/**
 * Reads who does what in a business scope (经营范围): every product stands under the verbs that govern it.
 * 「制造、销售：A、B；批发零售C；D加工」 → A, B, D are made; C is traded only.
 */

/** What is done with an item; 0 = the scope names no verb for it. */
export const making = 1
export const trading = 2
export const repairing = 4
export const leasing = 8
export const serving = 16
export const recovering = 32
/** Research and design: neither making nor serving. */
export const researching = 64

export interface ScopeItem {
  readonly start: number
  readonly end: number
  /** Sum of the activities above. */
  readonly activities: number
  /** Items listed under the same verbs, this one included. */
  readonly listed: number
  /** Position among them, from 0. */
  readonly position: number
}

const verbs: readonly (readonly [number, string])[] = [
  [
    making,
    '制造 生产 深加工 加工 制作 制售 产销 制销 炼制 织造 铸造 锻造 组装 装配 总装 改装 翻新 提炼 精炼 熔炼 研制',
  ],
  [trading, '销售 零售 批发 经销 经营 购销 代购代销 代销 采购 供应 贸易 营销 批零 进出口 出口 进口 代理'],
  [repairing, '维修 修理 修补 修复 大修 检修 保养 维护 维护保养 改造'],
  [leasing, '租赁 出租'],
  [
    serving,
    '技术服务 售后服务 服务 安装 施工 作业 检测 检验 检测服务 技术咨询 咨询 承揽 承包 运输 仓储 装卸 调试 配送 技术推广 ' +
      '技术转让 更换 充气',
  ],
  [researching, '设计 研发 开发 技术开发 技术研发 研究'],
  [recovering, '回收 收购 处置 拆解 利用'],
]
const activityOf = new Map(
  verbs.flatMap(([activity, list]) => list.split(' ').map((verb) => [verb, activity] as const)),
)
const alternatives = [...activityOf.keys()].sort((one, other) => other.length - one.length).join('|')

/** A verb followed by one of these is part of a noun: 生产设备, 加工机械, 维修工具. */
const nounAfterVerb =
  '设备|机械|机床|线|技术|工艺|许可|资料|用|中心|厂|基地|企业|商|配件|工具|器|剂|专用|公司|项目|车间|性'
/** Whole items that are an activity of their own and govern nothing before them: 五金、机械加工. */
const ownItem =
  /(?<=^|[、,.·/\s()])(?:机械|机电|金属|精密|来料|零件|零部件|委托|农副产品|食品|五金)(?:加工|制造)/gu
/** Verbs that govern no list before them, only the item they stand at: 轮胎、货物进出口. */
const ownItemOnly = /^(?:进出口|出口|进口|代理|[、,及和与])+$/u

const heading = /(?:前置|后置)?(?:许可|一般)?经营(?:范围|项目)[:;]?/gu
const negatedBracket =
  /[([【〔](?:不含|不包括|不得|不涉及|除|禁止|依法|须经|需经|有效期|国家|以上|上述|凭|未经|涉及|法律|其中不含)[^)\]】〕]*(?:[)\]】〕]|$)/gu
const negatedText =
  /[^、,;。():]*筹建|(?:不含|不包括|不得|不从事|禁止|未经|严禁)[^、,;。()]*|除[^、,;。()]{1,30}[以之]?外[,、]?|[^、,;。():]*除外/gu
const clausePattern = /[^;。\n!]+/gu
const verbPattern = new RegExp(alternatives, 'gu')
const joiner = /^(?:[、,.·/\s]|及|和|与|或|兼|并|的|以及|后|自产)*$/u
const separator = /[、,.·/\s()[\]【】〔〕"“”]/u
const nounStart = new RegExp(`^(?:${nounAfterVerb})`, 'u')

interface VerbGroup {
  readonly start: number
  readonly end: number
  readonly activities: number
}

/** Items in the order of the text. What is negated (不含…, …除外, 依法须经…) is in no item. */
export function readScope(text: string): ScopeItem[] {
  const blank = (found: string) => '\0'.repeat(found.length)
  const affirmed = text
    .replace(heading, (found) => ';'.repeat(found.length))
    .replace(negatedBracket, blank)
    .replace(negatedText, blank)
  const items: ScopeItem[] = []
  let inherited = 0
  for (const clause of affirmed.matchAll(clausePattern)) {
    const read = readClause(clause[0], inherited)
    inherited = read.leading
    for (const item of read.items)
      items.push({ ...item, start: item.start + clause.index, end: item.end + clause.index })
  }
  return items
}

/** `inherited`: verbs of the clause before that still lead (生产：A；B；C). */
function readClause(clause: string, inherited: number): { items: ScopeItem[]; leading: number } {
  const groups = findVerbGroups(clause)
  const spans = findSpans(clause, groups)
  const activities = new Int8Array(spans.length)
  const lists = new Int32Array(spans.length).fill(-1)
  if (groups.length === 0) activities.fill(inherited)
  let leading = groups.length === 0 ? inherited : 0
  let free = 0
  groups.forEach((group, number) => {
    const before = touches(clause[group.start - 1])
    const after = touches(clause[group.end]) || clause[group.end] === ':'
    const first = spans.findIndex((span) => span.start >= group.end)
    const until = first < 0 ? spans.length : first
    const hasFree = free < until
    if ((after && !before) || (!before && !hasFree)) {
      const next = groups[number + 1]
      const stop = next === undefined ? spans.length : spans.findIndex((span) => span.start >= next.end)
      activities.fill(group.activities, until, stop < 0 ? spans.length : stop)
      lists.fill(number, until, stop < 0 ? spans.length : stop)
      leading = group.activities
      free = stop < 0 ? spans.length : stop
      return
    }
    const attached = until - 1
    if (before && attached >= 0) {
      activities[attached] = group.activities
      lists[attached] = number
    }
    if (!ownItemOnly.test(clause.slice(group.start, group.end))) {
      activities.fill(group.activities, free, until)
      lists.fill(number, free, until)
      leading = 0
    }
    free = Math.max(free, until)
  })
  const items = spans.map((span, index) => {
    const list = lists[index]!
    const firstOfList = lists.indexOf(list)
    const listed = lists.reduce((count, each) => count + (each === list ? 1 : 0), 0)
    return { ...span, activities: activities[index]!, listed, position: index - firstOfList }
  })
  for (const group of groups) items.push({ ...group, listed: 1, position: 0 })
  return { items: items.sort((one, other) => one.start - other.start), leading }
}

/** Neighbouring verbs are one group: 生产、加工、销售. A verb inside a noun is none. */
function findVerbGroups(clause: string): VerbGroup[] {
  const plain = clause.replace(ownItem, (found) => '\u0001'.repeat(found.length))
  const groups: VerbGroup[] = []
  for (const { 0: verb, index } of plain.matchAll(verbPattern)) {
    const end = index + verb.length
    const last = groups.at(-1)
    const joined = last !== undefined && joiner.test(plain.slice(last.end, index))
    const startsItem = joined || !touches(plain[index - 1])
    if (nounStart.test(plain.slice(end)) && !startsItem) continue
    const activity = activityOf.get(verb)!
    if (joined) groups[groups.length - 1] = { start: last.start, end, activities: last.activities | activity }
    else groups.push({ start: index, end, activities: activity })
  }
  // 「的」, 「及其」 between verb and list belong to neither.
  return groups.map((group) => {
    let { start } = group
    while (start > 0 && '的和及与'.includes(clause[start - 1]!)) start--
    return { ...group, start }
  })
}

/** Stretches between verbs and separators; a heading before a colon is no item. */
function findSpans(clause: string, groups: readonly VerbGroup[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  let start = -1
  let group = 0
  for (let i = 0; i <= clause.length; i++) {
    while (groups[group] !== undefined && groups[group]!.end <= i) group++
    const inVerb = groups[group] !== undefined && groups[group]!.start <= i
    const inside = i < clause.length && !inVerb && touches(clause[i]) && clause[i] !== ':'
    if (inside && start < 0) start = i
    if (!inside && start >= 0) {
      if (clause[i] !== ':') spans.push({ start, end: i })
      start = -1
    }
  }
  return spans
}

/** A character of a word, neither separator nor border nor blanked. */
function touches(character: string | undefined): boolean {
  return character !== undefined && character !== '\0' && character !== ':' && !separator.test(character)
}
