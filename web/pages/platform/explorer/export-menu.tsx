/** The answer as a file, and the address of the page to hand on. */
import { useState } from 'react'
import type { ExplorerQuery, ExportFormat } from '../../../../server/api/schemas/explorer.ts'
import { problemOf } from '../../../data/api.ts'
import { downloadExport } from '../../../data/explorer.ts'
import { Icon } from '../../../parts/icon.tsx'
import { Popover } from '../../../parts/popover.tsx'
import styles from './explorer.module.css'

const formats: readonly { readonly format: ExportFormat; readonly title: string; readonly detail: string }[] =
  [
    { format: 'xlsx', title: 'Excel 工作簿', detail: '附说明页：口径、来源、期间、截至' },
    { format: 'csv', title: 'CSV', detail: '只有数据' },
    { format: 'ipynb', title: 'Jupyter 笔记', detail: '查询、数据和读取代码' },
  ]

export function ExportMenu({
  query,
  onPicture,
}: {
  readonly query: ExplorerQuery
  /** Absent where there is no picture. */
  readonly onPicture: (() => Promise<void>) | undefined
}) {
  const [said, setSaid] = useState<string | null>(null)
  const run = (work: Promise<void>, done: string) => {
    setSaid('正在生成 …')
    work.then(
      () => setSaid(done),
      (error: unknown) => setSaid(problemOf(error).detail),
    )
  }
  return (
    <Popover
      label="导出"
      className="button button-small"
      button={
        <>
          <Icon name="export" size={13} />
          导出
        </>
      }
    >
      {() => (
        <div className={styles.exports}>
          {formats.map(({ format, title, detail }) => (
            <button
              key={format}
              type="button"
              className={styles.open}
              onClick={() => run(downloadExport(query, format), '已导出')}
            >
              {title}
              <small>{detail}</small>
            </button>
          ))}
          {onPicture !== undefined && (
            <button type="button" className={styles.open} onClick={() => run(onPicture(), '已导出')}>
              PNG 图片
              <small>图中写明标题、单位、来源、期间</small>
            </button>
          )}
          <button
            type="button"
            className={styles.open}
            onClick={() => run(navigator.clipboard.writeText(window.location.href), '已复制')}
          >
            复制链接
            <small>对方按本人权限看到结果</small>
          </button>
          {said !== null && (
            <p role="status" className="small quiet">
              {said}
            </p>
          )}
        </div>
      )}
    </Popover>
  )
}
