import { access } from 'node:fs/promises'
import path from 'node:path'
import type { Connector, Delivery, FetchContext } from './contract.ts'

export interface PackFile {
  /** Path within the data folder, e.g. 'a_share/companies.csv'. */
  readonly file: string
  readonly format: Delivery['format']
}

/**
 * A fetch that delivers files of the pack's data folder, in order.
 * @param effectiveAt ISO date for which the source states the data.
 */
export function packFiles(effectiveAt: string, ...files: readonly PackFile[]): Connector['fetch'] {
  return async function* fetch(context) {
    for (const { file, format } of files) {
      yield {
        name: file,
        format,
        effectiveAt: new Date(`${effectiveAt}T00:00:00+08:00`),
        content: { path: await packPath(context, file) },
      }
    }
  }
}

/** @throws when the data folder is not given or the file is not in it; says which. */
export async function packPath(context: FetchContext, file: string): Promise<string> {
  if (context.dataFolder === undefined) {
    throw new Error(`未给出数据目录，无法读取 ${file}；请用 --data 指定数据包所在目录`)
  }
  const full = path.resolve(context.dataFolder, file)
  await access(full).catch((error: unknown) => {
    throw new Error(`数据目录中没有 ${file}：${full}`, { cause: error })
  })
  return full
}
