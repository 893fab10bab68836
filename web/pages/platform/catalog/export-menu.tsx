import { Icon } from '../../../parts/icon.tsx'
import { Popover } from '../../../parts/popover.tsx'
import styles from './catalog.module.css'

const formats = [
  { format: 'xlsx', title: 'XLSX 工作簿', note: '政务信息资源目录各栏' },
  { format: 'dcat', title: 'DCAT-AP 3', note: 'JSON-LD，供其他目录系统收录' },
] as const

export function ExportMenu() {
  return (
    <Popover
      label="导出目录"
      className="button button-small"
      button={
        <>
          <Icon name="export" size={13} />
          导出目录
        </>
      }
    >
      {(close) => (
        <ul className={styles.menu}>
          {formats.map(({ format, title, note }) => (
            <li key={format}>
              <a href={`/api/catalog/export?format=${format}`} download onClick={close}>
                <b>{title}</b>
                <span className="quiet small">{note}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
