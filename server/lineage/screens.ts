import { glob } from 'node:fs/promises'
import path from 'node:path'

/** A page as it declares itself (web/pages/<audience>/<name>.page.ts). */
export interface Screen {
  /** 'government/cockpit' */
  readonly id: string
  readonly title: string
  /** What it shows: ids of stages, 'metric:*', 'alert:*', or 'dataset:public/honour'. */
  readonly reads: readonly string[]
}

const folder = path.resolve(import.meta.dirname, '../../web/pages')

async function readScreens(): Promise<readonly Screen[]> {
  const files = await Array.fromAsync(glob('*/*.page.ts', { cwd: folder })).catch(() => [])
  return Promise.all(
    files
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map(async (file) => {
        const { default: page } = (await import(path.join(folder, file))) as {
          default: { readonly title: string; readonly reads?: readonly string[] }
        }
        const id = file.replaceAll('\\', '/').replace(/\.page\.ts$/, '')
        return { id, title: page.title, reads: page.reads ?? [] }
      }),
  )
}

/** Pages declare what they show; a page is found by its folder. */
export const screens: readonly Screen[] = await readScreens()

/** Whether a page shows what this id names. */
export function shows(screen: Screen, id: string): boolean {
  const [kind = ''] = id.split(':')
  return screen.reads.some((read) => read === id || read === `${kind}:*`)
}
