import type { NamedDataset } from '../datasets/registry.ts'
import type { BatchWarning } from '../warehouse/schema/ingest.ts'
import { IngestError, type IngestRequest } from './batch.ts'
import { mapHeader, RecordMapper } from './header.ts'
import { RecordEncoder, type SourceItem } from './scan/record-encoder.ts'
import { sourceItems } from './source-items.ts'
import type { Source } from './sources.ts'
import { stageDelimited, stageRecords, type Staged, type StageTarget } from './stage.ts'

/** A source matched with the contract, ready to be staged once. */
export interface Prepared {
  /** Contract columns the staged rows have, in their order. */
  readonly columns: readonly string[]
  /** Contract columns with one canonical value throughout. */
  readonly constants: ReadonlyMap<string, string>
  stage(target: StageTarget): Promise<Staged>
}

/** @throws IngestError when the header lacks required columns; nothing is read beyond it then. */
export async function prepare(
  dataset: NamedDataset,
  source: Source,
  request: IngestRequest,
  now: Date,
): Promise<Prepared> {
  const { parse, delivery } = request
  if (parse !== undefined) {
    if (source.kind === 'delimited') refuseDoubleTitles(source.header.titles)
    const encoder = new RecordEncoder(dataset, (record) => parse(record, delivery))
    return fromRecords(encoder, sourceItems(source), () => notesOf(source))
  }
  if (source.kind === 'delimited') return fromDelimited(dataset, source, request, now)
  const { first, all } = await peek(sourceItems(source))
  const mapper = new RecordMapper(dataset, request.columns ?? {}, now)
  if (first.length > 0) mapHeader(dataset, first, request.columns, now)
  const encoder = new RecordEncoder(dataset, mapper.read)
  return fromRecords(encoder, all, () => [...notesOf(source), ...unknownWarning([...mapper.unknown])])
}

/** A record has one text under each title: of two equal ones the first would be lost. */
function refuseDoubleTitles(titles: readonly string[]): void {
  const double = titles.filter((title, position) => title !== '' && titles.indexOf(title) !== position)
  if (double.length === 0) return
  throw new IngestError({
    code: 'header-double',
    message: `表头有重复的列：${[...new Set(double)].join('、')}。请改名或删去一列。`,
    received: titles,
    retry: false,
  })
}

function fromDelimited(
  dataset: NamedDataset,
  source: Extract<Source, { kind: 'delimited' }>,
  request: IngestRequest,
  now: Date,
): Prepared {
  const { window, header, transcoded } = source
  const map = mapHeader(dataset, header.titles, request.columns, now)
  return {
    columns: map.fields.filter((name) => name !== null),
    constants: map.constants,
    async stage(target) {
      const staged = await stageDelimited(target, window, map, { ...header, transcoded })
      return { ...staged, warnings: [...unknownWarning(map.unknown), ...staged.warnings] }
    },
  }
}

function fromRecords(
  encoder: RecordEncoder,
  items: AsyncIterable<SourceItem>,
  notes: () => readonly BatchWarning[],
): Prepared {
  return {
    columns: encoder.columns,
    constants: new Map(),
    async stage(target) {
      const staged = await stageRecords(target, items, encoder)
      return { ...staged, warnings: [...notes(), ...staged.warnings] }
    },
  }
}

function notesOf(source: Source): readonly BatchWarning[] {
  return source.kind === 'records' ? source.notes : []
}

function unknownWarning(names: readonly string[]): BatchWarning[] {
  if (names.length === 0) return []
  return [
    { rule: 'unknown-column', message: `契约中没有的列，未载入：${names.join('、')}`, count: names.length },
  ]
}

const peeked = 200

/** The keys of the first records, and all of them still to come. */
async function peek(
  items: AsyncGenerator<SourceItem>,
): Promise<{ readonly first: readonly string[]; readonly all: AsyncIterable<SourceItem> }> {
  const held: SourceItem[] = []
  const keys = new Set<string>()
  while (held.length < peeked) {
    const next = await items.next()
    if (next.done === true) break
    held.push(next.value)
    if ('record' in next.value) for (const key of Object.keys(next.value.record)) keys.add(key)
  }
  async function* all(): AsyncGenerator<SourceItem> {
    yield* held
    yield* items
  }
  return { first: [...keys], all: all() }
}
