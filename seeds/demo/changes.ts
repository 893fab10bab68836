import type { Firm } from './enterprises.ts'
import type { Fate } from './fates.ts'
import { CLUSTER_CITY } from './geography.ts'
import { MONTH_COUNT } from './months.ts'
import { address } from './naming.ts'
import { type Random, randomStream } from './random.ts'

/** A registered change that moves nobody to another county. */
export interface Change {
  readonly firm: Firm
  readonly month: number
  readonly day: number
  readonly item: '住所' | '名称' | '法定代表人变更标记' | '股东' | '经营范围' | '注册资本'
  readonly before: string
  readonly after: string
}

const addedScope = [
  '新材料技术研发',
  '技术进出口',
  '供应链管理服务',
  '合同能源管理',
  '工业互联网数据服务',
] as const

function when(random: Random): { month: number; day: number } {
  return { month: random.integer(0, MONTH_COUNT - 1), day: random.integer(2, 28) }
}

/** Every firm changes at most one thing here; firms with a planted fate change nothing else. */
export function planChanges(firms: readonly Firm[], fateOf: ReadonlyMap<Firm, Fate>): readonly Change[] {
  const random = randomStream('changes')
  const left = random.shuffled(firms.filter((firm) => firm.bornAt < 0 && !firm.branch && !fateOf.has(firm)))
  const take = (suits: (firm: Firm) => boolean, count: number): Firm[] => {
    const found = left.filter(suits).slice(0, count)
    for (const firm of found) left.splice(left.indexOf(firm), 1)
    return found
  }
  const changes: Change[] = []
  const inCluster = (firm: Firm): boolean => firm.place.city === CLUSTER_CITY
  for (const firm of take(
    (f) =>
      f.plan > 1.5e8 &&
      f.name.endsWith('有限公司') &&
      !f.name.endsWith('股份有限公司') &&
      !f.name.endsWith('集团有限公司'),
    24,
  )) {
    const after = firm.name.replace(/有限公司$/u, '股份有限公司')
    changes.push({ firm, ...when(random), item: '名称', before: firm.name, after })
  }
  for (const firm of take((f) => f.plan > 1e7, 120)) {
    const after = Math.round((firm.capital / 1e4) * (1.2 + random.uniform())) * 1e4
    changes.push({
      firm,
      ...when(random),
      item: '注册资本',
      before: capitalText(firm.capital),
      after: capitalText(after),
    })
  }
  for (const firm of take(inCluster, 80)) {
    const after = firm.scope.replace('一般项目：', `一般项目：${random.pick(addedScope)}；`)
    if (after !== firm.scope)
      changes.push({ firm, ...when(random), item: '经营范围', before: firm.scope, after })
  }
  for (const firm of take((f) => f.plan > 2e6, 30)) {
    changes.push({
      firm,
      ...when(random),
      item: '住所',
      before: firm.address,
      after: address(firm.place, random),
    })
  }
  for (const firm of take(() => true, 60)) {
    changes.push({ firm, ...when(random), item: '股东', before: '自然人', after: '自然人、企业法人' })
  }
  for (const firm of take(() => true, 90)) {
    changes.push({ firm, ...when(random), item: '法定代表人变更标记', before: '', after: '' })
  }
  return changes
}

function capitalText(yuan: number): string {
  return `${yuan / 1e4}万元人民币`
}
