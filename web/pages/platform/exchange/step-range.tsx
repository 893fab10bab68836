/** Which rows: region, firms, months. All of it may stay open; the rules narrow it where they must. */
import { useDeferredValue, useState } from 'react'
import { useEnterprises } from '../../../data/queries.ts'
import { Icon } from '../../../parts/icon.tsx'
import { SearchBox } from '../../../parts/search-box.tsx'
import { useScope } from '../../../shell/scope.tsx'
import type { Draft } from './draft.ts'
import styles from './exchange.module.css'

export function RangeStep({
  draft,
  change,
}: {
  readonly draft: Draft
  readonly change: (changes: Partial<Draft>) => void
}) {
  const { session, regions } = useScope()
  const outsider = session.role === 'enterprise' || session.role === 'bank'
  const add = (creditCode: string, name: string) => {
    if (draft.firms.some((firm) => firm.creditCode === creditCode)) return
    change({ firms: [...draft.firms, { creditCode, name }] })
  }
  return (
    <>
      <p className="small quiet">
        {outsider
          ? '申请有条件共享的涉企数据须逐家指明企业，并经其同意。'
          : '不填即为辖区内全部记录；指明企业的，一般 3 级及以上数据须经其同意。'}
      </p>
      {!outsider && (
        <label className={styles.labelled}>
          行政区划
          <select
            className="field"
            value={draft.region}
            onChange={(event) => change({ region: event.target.value })}
          >
            <option value="">不限（辖区内）</option>
            {regions.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}（{code}）
              </option>
            ))}
          </select>
        </label>
      )}
      <div className={styles.labelled}>
        企业
        {!outsider && <FirmSearch onPick={add} />}
        <CodeField onAdd={(code) => add(code, code)} />
        {session.role === 'enterprise' && session.creditCode !== null && (
          <button
            type="button"
            className="button button-small"
            onClick={() => add(session.creditCode ?? '', session.enterpriseName ?? session.creditCode ?? '')}
          >
            添加本企业
          </button>
        )}
        {draft.firms.length > 0 && (
          <ul className={styles.chips}>
            {draft.firms.map(({ creditCode, name }) => (
              <li key={creditCode}>
                <bdi>{name}</bdi>
                <button
                  type="button"
                  aria-label={`移除 ${name}`}
                  onClick={() =>
                    change({ firms: draft.firms.filter((firm) => firm.creditCode !== creditCode) })
                  }
                >
                  <Icon name="close" size={10} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles.pair}>
        <label>
          起始月份
          <input
            className="field"
            type="month"
            value={draft.monthFrom}
            onChange={(event) => change({ monthFrom: event.target.value })}
          />
        </label>
        <label>
          截止月份
          <input
            className="field"
            type="month"
            value={draft.monthTo}
            onChange={(event) => change({ monthTo: event.target.value })}
          />
        </label>
      </div>
    </>
  )
}

function FirmSearch({ onPick }: { readonly onPick: (creditCode: string, name: string) => void }) {
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useEnterprises({ query: asked, limit: 8 }, asked === '')
  const items = asked === '' ? [] : (found.data?.pages.flatMap((page) => page.items) ?? [])
  return (
    <SearchBox
      label="查找企业（支持拼音）"
      text={text}
      onText={setText}
      waiting={found.isFetching}
      suggestions={items.map(({ creditCode, name, region }) => ({
        id: creditCode,
        title: name,
        ...(region === null ? {} : { note: region.name }),
      }))}
      onPick={({ id, title }) => {
        onPick(id, title)
        setText('')
      }}
    />
  )
}

function CodeField({ onAdd }: { readonly onAdd: (code: string) => void }) {
  const [code, setCode] = useState('')
  const clean = code.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
  const add = () => {
    onAdd(clean)
    setCode('')
  }
  return (
    <div className={styles.inline}>
      <input
        className="field"
        aria-label="统一社会信用代码"
        placeholder="按统一社会信用代码添加"
        maxLength={30}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && clean.length === 18) add()
        }}
      />
      <button type="button" className="button" disabled={clean.length !== 18} onClick={add}>
        添加
      </button>
    </div>
  )
}
