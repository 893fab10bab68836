import type { Connector } from '../contract.ts'
import { watchedFiles } from '../formats/watched-folder.ts'
import { numberOr, requiredOption } from '../options.ts'

const folder = { name: 'folder', title: '监视文件夹的绝对路径' }

/** Files (CSV, Excel, JSON Lines) that the supplier puts into a folder; headers as the contract or its aliases. */
export default {
  title: '供电公司月度用电量文件（监视文件夹）',
  publisher: '供电公司，按共享协议',
  licence: '按共享协议',
  dataset: 'public/electricity-use',
  schedule: '*/5 * * * *',
  needs: [folder],
  fetch: (context) =>
    watchedFiles({
      folder: requiredOption(context, folder),
      stableMilliseconds: numberOr(context, 'stableSeconds', 5) * 1000,
      signal: context.signal,
      now: context.now,
    }),
} satisfies Connector
