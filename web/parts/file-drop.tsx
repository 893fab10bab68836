/** A field for one file: chosen by click or key, or dropped. `<FileDrop label="选择文件" accept=".csv" … />`. */
import { useState } from 'react'
import { formatBytes } from './format.ts'
import { Icon } from './icon.tsx'
import styles from './file-drop.module.css'

export function FileDrop({
  label,
  accept,
  invitation,
  hint,
  file,
  onFile,
}: {
  /** For those who cannot see the field. */
  readonly label: string
  /** Endings, as of input type=file. */
  readonly accept: string
  readonly invitation: string
  /** What may be chosen, while nothing is. */
  readonly hint?: string
  readonly file: File | null
  readonly onFile: (file: File) => void
}) {
  const [over, setOver] = useState(false)
  const choose = (given: File | undefined) => {
    if (given !== undefined) onFile(given)
  }
  return (
    <label
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        choose(event.dataTransfer.files[0])
      }}
    >
      <input
        type="file"
        className="visually-hidden"
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          choose(event.target.files?.[0])
          // The same file, mended meanwhile, can be chosen again.
          event.target.value = ''
        }}
      />
      <Icon name="upload" size={20} />
      {file === null ? (
        <>
          <span>{invitation}</span>
          {hint !== undefined && <span className="small">{hint}</span>}
        </>
      ) : (
        <>
          <strong title={file.name}>
            <bdi>{file.name}</bdi>
          </strong>
          <span className="small">{formatBytes(file.size)}</span>
        </>
      )}
    </label>
  )
}
