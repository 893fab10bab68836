import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, glob, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Builds the dashboard where web/dist is absent or older than its sources.
 * @returns the folder with the built files
 * @throws when the build tool is not installed, or the sources do not build
 */
export async function buildWeb(onBuild: () => void = () => undefined): Promise<string> {
  const output = path.join(root, 'web/dist')
  // An image brings the built pages without their sources.
  if (!(await exists(path.join(root, 'web/index.html'))) && (await exists(path.join(output, 'index.html'))))
    return output
  const stamp = path.join(output, '.sources')
  const digest = await sourcesDigest()
  const built = await readFile(stamp, 'utf8').catch(() => null)
  if (built === digest) return output
  const tool = path.join(root, 'node_modules/vite/bin/vite.js')
  if (!(await exists(tool))) throw new Error('没有安装 vite，无法构建页面；请运行 npm ci')
  onBuild()
  const draft = path.join(root, `node_modules/.cache/web-${process.pid}`)
  try {
    // In a process of its own: bundling takes half a gigabyte, which the server would keep.
    const options = ['build', 'web', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn']
    await promisify(execFile)(process.execPath, [tool, ...options], { cwd: root })
    await writeFile(path.join(draft, '.sources'), digest)
    // Another process has built the same meanwhile: its pages may be open, and must not miss a file for a moment.
    const builtMeanwhile = await readFile(stamp, 'utf8').catch(() => null)
    if (builtMeanwhile !== digest) await replace(output, draft)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return output
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

/** In one move: processes that start together build at once, and none may see a half-written folder. */
async function replace(folder: string, draft: string): Promise<void> {
  const old = `${draft}-old`
  await rename(folder, old).catch(() => undefined)
  // Where another has moved its build in meanwhile, that one serves as well.
  await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
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
