/** 五图五清单 and the files of a chain. */
import type { Atlas, AtlasTable, ChainFile, DataSource } from '../../server/api/schemas/atlas.ts'
import { request } from './api.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource } from './resource.ts'

const pathOf = (chain: string) => `/api/chains/${encodeURIComponent(chain)}`

export const useAtlas = ({ chain, ...query }: ScopeQuery) =>
  useResource<Atlas>(chain === undefined ? null : `${pathOf(chain)}/atlas`, query)

export type FileFormat = 'xlsx' | 'json'

export const atlasFileAddress = (query: ScopeQuery, format: FileFormat): string =>
  fileAddress('atlas/file', query, format)

export const chainFileAddress = (query: ScopeQuery, format: FileFormat): string =>
  fileAddress('graph/file', query, format)

function fileAddress(file: string, { chain = '', ...query }: ScopeQuery, format: FileFormat): string {
  return `${pathOf(chain)}/${file}?${new URLSearchParams({ ...query, format })}`
}

/** What a picture of the chain rests on; the server keeps that it was asked for. */
export async function readChainSources(query: ScopeQuery): Promise<readonly DataSource[]> {
  return (await request<ChainFile>(chainFileAddress(query, 'json'))).sources
}

/** As it stands under a picture or a list. */
export function sourceText({ title, until }: DataSource): string {
  return until === null ? `${title}（未载入）` : `${title}（截至 ${until}）`
}

export type { Atlas, AtlasTable }
export type AtlasRow = AtlasTable['rows'][number]
type Cell = AtlasRow['cells'][number]

/** Reads a cell of a row by the title of its column. */
export function cellsOf({ columns }: AtlasTable) {
  const places = new Map(columns.map(({ title }, at) => [title, at]))
  const cell = ({ cells }: AtlasRow, title: string): Cell => cells[places.get(title) ?? -1] ?? null
  return {
    text: (row: AtlasRow, title: string) => {
      const value = cell(row, title)
      return value === null ? null : String(value)
    },
    number: (row: AtlasRow, title: string) => {
      const value = cell(row, title)
      return typeof value === 'number' ? value : null
    },
  }
}
