import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'

// npm run bench [-- name …] [--data folder]: every bench in a process of its own, so that memory is its own too.
const folder = import.meta.dirname
const titles: Readonly<Record<string, string>> = {
  ingest: '载入',
  'real-pack': '实际数据包',
  network: '供应网络',
  cascade: '停产推演',
  routes: '接口热点',
  'registry-page': '登记信息翻页',
  'as-of': '截至读取',
  sockets: '实时推送',
  'live-alert': '从记录到达到页面告警',
  'chain-map': '产业链图',
  'network-canvas': '企业网络画布',
  start: '启动与首屏',
  'name-match': '名称比对',
  classify: '环节分类',
  migration: '迁移早期预警',
  targets: '目标企业',
  address: '地址解析',
  'row-security': '行级权限',
  algorithms: '算法组件',
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '../shared/data' } },
})
const present = new Set(
  (await Array.fromAsync(glob('*.ts', { cwd: folder }))).map((file) => file.replace(/\.ts$/, '')),
)
const unknown = positionals.filter((name) => !(name in titles))
if (unknown.length > 0) {
  console.error(`没有名为 ${unknown.join('、')} 的测量；可用：${Object.keys(titles).join('、')}`)
  process.exit(2)
}
const missing = Object.keys(titles).filter((name) => !present.has(name))
if (missing.length > 0) throw new Error(`test/bench 缺少 ${missing.join('、')}`)

let failed = 0
for (const [name, title] of Object.entries(titles)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(`\n== ${title}（${name}）`)
  const child = spawn(process.execPath, [path.join(folder, `${name}.ts`), path.resolve(values.data)], {
    stdio: 'inherit',
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) {
    failed++
    console.error(`${name} 没有完成（${code ?? '被终止'}）`)
  }
}
process.exitCode = failed === 0 ? 0 : 1
