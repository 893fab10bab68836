/** 导出: the picture, the chain as a workbook or as data; each says its sources and their dates. */
import { useState } from 'react'
import { Link } from 'react-router'
import { problemOf } from '../../../data/api.ts'
import { chainFileAddress } from '../../../data/atlas.ts'
import { Icon } from '../../../parts/icon.tsx'
import { Popover } from '../../../parts/popover.tsx'
import { isPageOf } from '../../../shell/page.ts'
import { useScope } from '../../../shell/scope.tsx'
import { savePicture, type ExportedPicture } from './export-picture.ts'
import styles from './export-menu.module.css'

const pictures = [
  { format: 'png', title: 'PNG 图片', detail: '用于文稿、演示' },
  { format: 'svg', title: 'SVG 矢量图', detail: '可放大、可编辑' },
] as const
const files = [
  { format: 'xlsx', title: 'XLSX 工作簿', detail: '环节、判断与理由、关系、来源' },
  { format: 'json', title: 'JSON 数据', detail: '图和来源，供其他系统读取' },
] as const

/** @param picture what is on the screen at the moment of the export */
export function ExportMenu({ picture }: { readonly picture: () => Omit<ExportedPicture, 'query'> }) {
  const { query, href, session } = useScope()
  const [said, setSaid] = useState<string | null>(null)
  const run = async (format: 'png' | 'svg') => {
    setSaid('正在生成 …')
    try {
      await savePicture(format, { ...picture(), query })
      setSaid('已导出')
    } catch (error) {
      setSaid(problemOf(error).detail)
    }
  }
  return (
    <Popover
      label="导出产业链图"
      button={
        <>
          <Icon name="export" size={14} />
          导出
        </>
      }
    >
      {(close) => (
        <div className={styles.menu}>
          <ul>
            {pictures.map(({ format, title, detail }) => (
              <li key={format}>
                <button type="button" onClick={() => void run(format)}>
                  <b>{title}</b>
                  <span>{detail}</span>
                </button>
              </li>
            ))}
            {files.map(({ format, title, detail }) => (
              <li key={format}>
                <a href={chainFileAddress(query, format)} download onClick={close}>
                  <b>{title}</b>
                  <span>{detail}</span>
                </a>
              </li>
            ))}
            {isPageOf(session.role, '/government/atlas') && (
              <li>
                <Link to={href('/government/atlas')}>
                  <b>五图五清单</b>
                  <span>打开可打印的整套图表</span>
                </Link>
              </li>
            )}
          </ul>
          <p role="status">{said ?? '均注明地区、截至、来源及其日期。'}</p>
        </div>
      )}
    </Popover>
  )
}
