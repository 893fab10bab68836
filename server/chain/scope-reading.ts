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
export const transporting = 128

export interface ScopeItem {
  readonly start: number
  readonly end: number
  /** Sum of the activities above. */
  readonly activities: number
  /** Position in the list under the same verbs, from 0. */
  readonly position: number
  /** The verbs themselves, which may end a name: 轮胎翻新. */
  readonly isVerb: boolean
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
    '技术服务 售后服务 服务 安装 施工 作业 检测 检验 检测服务 技术咨询 咨询 承揽 承包 调试 技术推广 ' +
      '技术转让 更换 充气',
  ],
  [researching, '设计 研发 开发 技术开发 技术研发 研究'],
  [transporting, '运输 仓储 装卸 配送 物流'],
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
  /[^、,;。():]{0,40}筹建|(?:不含|不包括|不得|不从事|禁止|未经|严禁)[^、,;。()]*|除[^、,;。()]{1,30}[以之]?外[,、]?|[^、,;。():]{0,60}除外/gu
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
  const items: ScopeItem[] = spans.map((span) => ({
    ...span,
    ...unstated,
    activities: groups.length > 0 ? 0 : inherited,
  }))
  const govern = (from: number, to: number, activities: number) => {
    for (let i = from; i < to; i++) items[i] = { ...items[i]!, activities, position: i - from }
  }
  let leading = groups.length === 0 ? inherited : 0
  /** The first item that no verb governs yet. */
  let free = 0
  let following = 0
  for (const [number, group] of groups.entries()) {
    while (following < spans.length && spans[following]!.start < group.end) following++
    const before = touches(clause[group.start - 1])
    const after = touches(clause[group.end]) || clause[group.end] === ':'
    if (!before && (after || free >= following)) {
      const end = groups[number + 1]?.end ?? clause.length + 1
      let stop = following
      while (stop < spans.length && spans[stop]!.start < end) stop++
      govern(following, stop, group.activities)
      leading = group.activities
      free = stop
      continue
    }
    if (before && following > 0) govern(following - 1, following, group.activities)
    if (!ownItemOnly.test(clause.slice(group.start, group.end))) {
      govern(free, following, group.activities)
      leading = 0
    }
    free = Math.max(free, following)
  }
  for (const { start, end, activities } of groups)
    items.push({ start, end, ...unstated, activities, isVerb: true })
  return { items: items.sort((one, other) => one.start - other.start), leading }
}

const unstated = { activities: 0, position: 0, isVerb: false } as const

/** Neighbouring verbs are one group: 生产、加工、销售. A verb inside a noun is none. */
function findVerbGroups(clause: string): VerbGroup[] {
  const plain = clause.replace(ownItem, (found) => '\u0001'.repeat(found.length))
  const groups: VerbGroup[][] = []
  for (const { 0: verb, index } of plain.matchAll(verbPattern)) {
    const end = index + verb.length
    const last = groups.at(-1)
    const joined = last !== undefined && joiner.test(plain.slice(last.at(-1)!.end, index))
    const startsItem = joined || !touches(plain[index - 1])
    if (nounStart.test(plain.slice(end, end + 2)) && !startsItem) continue
    const part = { start: index, end, activities: activityOf.get(verb)! }
    if (joined) last.push(part)
    else groups.push([part])
  }
  return groups.flatMap((parts) => {
    const first = parts[0]!
    const last = parts.at(-1)!
    const start =
      first.start -
      (/[的和及与]+$/u.exec(clause.slice(Math.max(0, first.start - 3), first.start))?.[0].length ?? 0)
    // A制造、销售B: the verbs before the separator close one list, those after it open another.
    const split = parts.findIndex((part, number) => number > 0 && separator.test(clause[part.start - 1]!))
    if (split > 0 && touches(clause[start - 1]) && opensList(clause, last.end))
      return [
        { start, end: parts[split - 1]!.end, activities: join(parts.slice(0, split)) },
        { start: parts[split]!.start, end: last.end, activities: join(parts.slice(split)) },
      ]
    return [{ start, end: last.end, activities: join(parts) }]
  })
}

/** Whether goods follow the verbs directly; 进出口业务, 销售及产品的… go on with the sentence. */
function opensList(clause: string, end: number): boolean {
  return touches(clause[end]) && !/^(?:业务|活动|及|和|与|以及|等)/u.test(clause.slice(end, end + 2))
}

function join(parts: readonly VerbGroup[]): number {
  return parts.reduce((activities, part) => activities | part.activities, 0)
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
