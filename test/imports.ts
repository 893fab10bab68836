import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'

export const projectRoot = path.join(import.meta.dirname, '..')

export interface Import {
  /** Path from the project's root, with forward slashes: 'server/chain/graph.ts'. */
  readonly from: string
  /** The same for a file of the project; the bare name for a package. */
  readonly to: string
  /** True for `import type` and `export type`, which leave nothing at run time. */
  readonly typeOnly: boolean
}

/** Every source file of the project, by path from the root. */
export async function readSources(): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>()
  for await (const file of glob('{server,connectors,seeds,web,test}/**/*.{ts,tsx,mjs}', {
    cwd: projectRoot,
    exclude: ['**/node_modules/**', 'web/dist/**'],
  })) {
    sources.set(file.split(path.sep).join('/'), await readFile(path.join(projectRoot, file), 'utf8'))
  }
  return sources
}

const statement = /^[ \t]*(?:import|export)\s+(type\s)?[^'"`;()]*?from\s*['"]([^'"]+)['"]/gm
const bare = /^[ \t]*import\s*['"]([^'"]+)['"]/gm
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Static, side-effect and literal dynamic imports of a file; those built from variables are not seen. */
export function importsOf(file: string, source: string): Import[] {
  const found: Import[] = []
  const add = (specifier: string, typeOnly: boolean) => {
    const to = specifier.startsWith('.')
      ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')))
      : specifier
    found.push({ from: file, to, typeOnly })
  }
  for (const match of source.matchAll(statement)) add(match[2] ?? '', match[1] !== undefined)
  for (const match of source.matchAll(bare)) add(match[1] ?? '', false)
  for (const match of source.matchAll(dynamic)) add(match[1] ?? '', false)
  return found
}
