import { createHash } from 'node:crypto'
import { glob, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Builds the dashboard where web/dist is absent or older than its sources.
 * @returns the folder with the built files
 * @throws when there is nothing built and the build tool is not installed (a production image brings web/dist)
 */
export async function buildWeb(onBuild: () => void = () => undefined): Promise<string> {
  const output = path.join(root, 'web/dist')
  const stamp = path.join(output, '.sources')
  const digest = await sourcesDigest()
  const built = await readFile(stamp, 'utf8').catch(() => null)
  if (built === digest) return output
  // A development tool: loaded only where there is something to build.
  const vite = await import('vite').catch((cause: unknown) => {
    if (built !== null) return null
    throw new Error('web/dist 不存在，也没有安装 vite；请运行 npm ci 或使用带页面的镜像', { cause })
  })
  if (vite === null) return output
  onBuild()
  await vite.build({ root: path.join(root, 'web'), logLevel: 'warn' })
  await writeFile(stamp, digest)
  return output
}

/** Digest over everything the bundle is made of. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256')
  const files = await Array.fromAsync(
    glob(['web/**/*.{ts,tsx,css,html,svg,json}', 'server/domain/*.ts', 'package-lock.json'], {
      cwd: root,
      exclude: ['web/dist/**', 'web/node_modules/**'],
    }),
  )
  for (const file of files.toSorted()) hash.update(file).update(await readFile(path.join(root, file)))
  return hash.digest('hex')
}
