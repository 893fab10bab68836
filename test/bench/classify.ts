import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { type ClassifiableEnterprise, createClassifier } from '../../server/chain/classify.ts'

export interface ClassificationScore {
  readonly firms: number
  readonly negatives: number
  /** Labelled pairs of firm and segment. */
  readonly labels: number
  /** Over all pairs. */
  readonly micro: Score
  /** Mean over the segments that have labels in this half. */
  readonly macro: Score
  /** Share of the negatives for which no segment was found. */
  readonly negativesKept: number
}

interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface ClassificationResult {
  /** The half the rules and words were chosen on. */
  readonly tuning: ClassificationScore
  /** The half nothing was chosen on. */
  readonly heldOut: ClassificationScore
  readonly firms: number
  readonly seconds: number
  readonly compileSeconds: number
}

type Labels = ReadonlyMap<string, ReadonlySet<string>>

/*
 * How the labels were made: registrations drawn by stratified keyword search and at random, each decided by reading
 * its name and scope before the classifier existed. Making is what the scope says is made; 替换市场, 橡胶原料贸易 and
 * 石油装备经销 are given where the dealing is plausible as a line of business (about a dozen goods or fewer, or goods
 * that lead the list), not to general trade. Firms that reading could not decide were left out. One person labelled
 * and wrote the words, so both halves share that person's view; rules and words were chosen on the tuning half and on
 * unlabelled registrations only.
 */

/**
 * Precision and recall of the classifier on registrations labelled by hand, and its speed over the whole registry.
 * @param dataFolder folder that holds enterprise_registry/shandong_registry.csv.gz
 */
export async function bench(dataFolder: string): Promise<ClassificationResult> {
  const result = await measureClassification(dataFolder)
  print(result)
  return result
}

/** As `bench`, printing nothing. */
export async function measureClassification(dataFolder: string): Promise<ClassificationResult> {
  const [labels, chains, registry] = await Promise.all([
    readLabels(),
    readChainStandards(),
    readRegistry(dataFolder),
  ])
  const compileStarted = performance.now()
  const classify = createClassifier(chains)
  const started = performance.now()
  for (const firm of registry.values()) classify(firm)
  const seconds = (performance.now() - started) / 1000

  const halves = { tuning: [] as string[], heldOut: [] as string[] }
  for (const creditCode of labels.keys())
    (isHeldOut(creditCode) ? halves.heldOut : halves.tuning).push(creditCode)
  const found = new Map(
    [...labels.keys()].map((creditCode) => {
      const firm = registry.get(creditCode)
      if (firm === undefined) throw new Error(`标注的企业 ${creditCode} 不在登记数据中`)
      return [creditCode, new Set(classify(firm).map((each) => `${each.chain}/${each.segment}`))] as const
    }),
  )
  return {
    tuning: score(halves.tuning, labels, found),
    heldOut: score(halves.heldOut, labels, found),
    firms: registry.size,
    seconds,
    compileSeconds: (started - compileStarted) / 1000,
  }
}

/** Half of the credit codes, by hash: the choice does not depend on what the firm does. */
function isHeldOut(creditCode: string): boolean {
  return createHash('sha256').update(creditCode).digest()[0]! % 2 === 1
}

/** Credit code → `chain/segment` of every label; a negative has none. */
async function readLabels(): Promise<Labels> {
  const text = await readFile(new URL('../fixtures/segment-labels.csv', import.meta.url), 'utf8')
  const labels = new Map<string, Set<string>>()
  for (const line of text.trim().split('\n').slice(1)) {
    const [creditCode = '', chain = '', segments = ''] = line.split(',')
    const known = labels.get(creditCode) ?? new Set<string>()
    for (const segment of segments.split('|')) if (segment !== '') known.add(`${chain}/${segment}`)
    labels.set(creditCode, known)
  }
  return labels
}

async function readRegistry(dataFolder: string): Promise<Map<string, ClassifiableEnterprise>> {
  const file = createReadStream(join(dataFolder, 'enterprise_registry', 'shandong_registry.csv.gz'))
  const firms = new Map<string, ClassifiableEnterprise>()
  let header: readonly string[] | null = null
  let record = ''
  for await (const line of createInterface({ input: file.pipe(createGunzip()) })) {
    record = record === '' ? line : `${record}\n${line}`
    if (record.split('"').length % 2 === 0) continue
    const fields = splitRecord(record)
    record = ''
    if (header === null) {
      header = fields
      continue
    }
    const field = (name: string) => fields[header!.indexOf(name)] ?? ''
    firms.set(field('credit_code'), {
      name: field('name'),
      businessScope: field('business_scope'),
      industryCode: null,
      products: [],
      isBranch: field('is_branch') === '1',
    })
  }
  return firms
}

function splitRecord(record: string): string[] {
  const fields: string[] = []
  for (const match of record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu))
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
  return fields
}

function score(creditCodes: readonly string[], labels: Labels, found: Labels): ClassificationScore {
  const counts = new Map<string, { hit: number; wrong: number; missed: number }>()
  const count = (pair: string) => {
    const known = counts.get(pair) ?? { hit: 0, wrong: 0, missed: 0 }
    counts.set(pair, known)
    return known
  }
  for (const creditCode of creditCodes) {
    const expected = labels.get(creditCode)!
    const given = found.get(creditCode)!
    for (const pair of given) count(pair)[expected.has(pair) ? 'hit' : 'wrong']++
    for (const pair of expected) if (!given.has(pair)) count(pair).missed++
  }
  const all = [...counts.values()]
  const total = (key: 'hit' | 'wrong' | 'missed') => all.reduce((sum, each) => sum + each[key], 0)
  const labelled = all
    .filter((each) => each.hit + each.missed > 0)
    .map((each) => rate(each.hit, each.wrong, each.missed))
  const mean = (key: keyof Score) => labelled.reduce((sum, each) => sum + each[key], 0) / labelled.length
  const negatives = creditCodes.filter((creditCode) => labels.get(creditCode)!.size === 0)
  return {
    firms: creditCodes.length,
    negatives: negatives.length,
    labels: total('hit') + total('missed'),
    micro: rate(total('hit'), total('wrong'), total('missed')),
    macro: { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') },
    negativesKept:
      negatives.filter((creditCode) => found.get(creditCode)!.size === 0).length / negatives.length,
  }
}

/** A segment that was never given has precision 0, so that silence is not rewarded. */
function rate(hit: number, wrong: number, missed: number): Score {
  const precision = hit === 0 ? 0 : hit / (hit + wrong)
  const recall = hit === 0 ? 0 : hit / (hit + missed)
  return { precision, recall, f1: hit === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

function print(result: ClassificationResult): void {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  for (const [title, half] of [
    ['调参半', result.tuning],
    ['留出半', result.heldOut],
  ] as const) {
    console.log(`环节分类 · ${title}：${half.firms} 家企业（反例 ${half.negatives}），${half.labels} 个标注`)
    for (const [kind, { precision, recall, f1 }] of [
      ['微平均', half.micro],
      ['宏平均', half.macro],
    ] as const)
      console.log(`  ${kind} 精确率 ${percent(precision)}，召回率 ${percent(recall)}，F1 ${percent(f1)}`)
    console.log(`  反例判为无环节 ${percent(half.negativesKept)}`)
  }
  const perSecond = Math.round(result.firms / result.seconds).toLocaleString('zh-CN')
  console.log(
    `环节分类 · ${result.firms} 家企业 ${result.seconds.toFixed(2)} 秒（每秒 ${perSecond} 家），编译词表 ${result.compileSeconds.toFixed(2)} 秒`,
  )
}

if (import.meta.main) await bench(process.argv[2] ?? '../shared/data')
