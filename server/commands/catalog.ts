import { glob } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rules } from '../alerts/registry.ts'
import { readDeclaredRoutes } from '../api/declared-routes.ts'
import { capabilities } from '../capabilities/frame/registry.ts'
import { readChainStandards } from '../chain/chain-standard.ts'
import { datasets } from '../datasets/registry.ts'
import { readConnectors, readPacks } from '../ingest/connectors.ts'
import { metrics } from '../metrics/registry.ts'

const pageFolder = path.resolve(import.meta.dirname, '../../web/pages')

async function readPages(): Promise<(readonly [string, string])[]> {
  const files = await Array.fromAsync(glob('*/*.page.ts', { cwd: pageFolder }))
  return Promise.all(
    files.toSorted().map(async (file) => {
      const page = (await import(path.join(pageFolder, file))) as { default: { title: string } }
      return [file.replaceAll('\\', '/').replace(/\.page\.ts$/, ''), page.default.title] as const
    }),
  )
}

/** Everything found by its folder, so that nothing is lost by having no registry. */
const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['数据集', [...datasets.values()].map((item) => [item.id, `${item.title} · ${item.steward}`])],
  [
    '连接器',
    [...(await readConnectors()).values()].map((item) => [item.id, `${item.title} → ${item.dataset}`]),
  ],
  [
    '数据包',
    [...(await readPacks())].map(([name, pack]) => [
      name,
      `${pack.title}（${pack.connectors.length} 个连接器）`,
    ]),
  ],
  [
    '产业链',
    (await readChainStandards()).map((item) => [item.id, `${item.title}（${item.segments.length} 个环节）`]),
  ],
  [
    '指标',
    [...metrics.values()].map((item) => [
      item.id,
      item.unit === '' ? item.title : `${item.title}（${item.unit}）`,
    ]),
  ],
  ['预警规则', [...rules.values()].map((item) => [item.id, item.title])],
  [
    '能力组件',
    [...capabilities.values()].map((item) => [item.id, `${item.title} · ${item.cases.length} 个算例`]),
  ],
  ['页面', await readPages()],
  [
    '接口与角色',
    (await readDeclaredRoutes(tmpdir())).map(({ method, url, access }) => [
      `${method} ${url}`,
      access.includes('anyone') ? '任何人' : access.join('、'),
    ]),
  ],
]

for (const [title, entries] of sections) {
  console.log(`${title} ${entries.length}`)
  for (const [id, description] of entries) console.log(`  ${id.padEnd(48)} ${description}`)
}
