/** What is being loaded at this moment, told by the socket. */
import type { Progress } from '../../../../server/api/schemas/dataset.ts'
import { useProgress } from '../../../data/queries.ts'
import { phaseTitles } from '../../../data/vocabulary.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatBytes, formatNumber, formatTime } from '../../../parts/format.ts'
import { ProgressBar } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useLive } from '../../../shell/live.tsx'
import styles from './ingest.module.css'

export function ProgressCard() {
  const progress = useProgress()
  const { state } = useLive()
  const items = progress.data?.items ?? []
  const running = items.filter(isRunning).length
  return (
    <Card
      title="采集进度"
      fill
      note={
        state === 'connected' ? (running > 0 ? `${running} 项进行中` : '实时接收') : '实时连接中断，正在重连'
      }
    >
      <Answer of={progress} title="正在读取进度">
        {() =>
          items.length === 0 ? (
            <EmptyState title="目前没有正在载入的数据" detail="运行数据源或上传文件后，这里逐步显示进度。" />
          ) : (
            <ol className={styles.jobs} aria-live="polite">
              {items.map((item) => (
                <Job key={`${item.source}${item.fileName}${item.startedAt}`} item={item} />
              ))}
            </ol>
          )
        }
      </Answer>
    </Card>
  )
}

function isRunning({ phase }: Progress): boolean {
  return phase !== 'done' && phase !== 'failed'
}

function shareOf({ phase, bytesRead, bytesTotal }: Progress): number | null {
  return phase === 'reading' && bytesTotal !== null && bytesTotal > 0 ? bytesRead / bytesTotal : null
}

function Job({ item }: { readonly item: Progress }) {
  const running = isRunning(item)
  const share = shareOf(item)
  return (
    <li>
      <p className={styles.job}>
        <NameText text={item.datasetTitle || item.sourceTitle} />
        <span className={styles.state} data-state={running ? 'running' : item.phase}>
          {phaseTitles[item.phase]}
          {share !== null && ` ${Math.floor(share * 100)} %`}
        </span>
      </p>
      {running && <ProgressBar share={share} />}
      {item.fileName !== '' && (
        <p className={`${styles.job} small quiet`}>
          <NameText text={item.fileName} />
          <span className="number" title={formatBytes(item.bytesRead)}>
            {formatNumber(item.rowsRead)} 行
          </span>
        </p>
      )}
      {item.message !== null && (
        <p className="small">
          <NameText text={item.message} lines={2} />
        </p>
      )}
      {!running && <p className="small quiet number">{formatTime(item.at)}</p>}
    </li>
  )
}
