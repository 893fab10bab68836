/** Who stops: firms by name, segments, counties, suppliers from outside the province; chosen ones as chips. */
import { useState } from 'react'
import type { ScenarioOptions } from '../../../../server/api/schemas/scenario.ts'
import { useScenarioFirms } from '../../../data/scenarios.ts'
import { Choice } from '../../../parts/choice.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { SearchBox } from '../../../parts/search-box.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { targetKinds, type Draft, type TargetKind } from './draft.ts'
import { FirmSearch } from './firm-search.tsx'
import styles from './builder.module.css'

interface Props {
  readonly options: ScenarioOptions
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
}

const kinds = [
  { value: 'enterprises', title: '企业' },
  { value: 'segments', title: '环节' },
  { value: 'counties', title: '区县' },
  { value: 'suppliers', title: '域外供应方' },
] as const
type Kind = (typeof kinds)[number]['value']

export function TargetPicker({ options, draft, onChange }: Props) {
  const [kind, setKind] = useState<Kind>(
    () => kinds.find(({ value }) => draft[value].length > 0)?.value ?? 'enterprises',
  )
  const add = (to: TargetKind, id: string) => {
    if (id === '' || draft[to].includes(id) || draft[to].length >= targetKinds[to].most) return
    onChange({ [to]: [...draft[to], id] })
  }
  return (
    <div className={styles.picker}>
      <Choice label="停产对象的种类" value={kind} options={kinds} onChange={setKind} />
      {kind === 'enterprises' && <FirmSearch onPick={(code) => add('enterprises', code)} />}
      {kind === 'segments' && (
        <select
          className="field"
          aria-label="选择环节"
          value=""
          onChange={({ target }) => add('segments', target.value)}
        >
          <option value="">选择环节 …</option>
          {options.segments.map(({ id, title, firms }) => (
            <option key={id} value={id} disabled={firms === 0}>
              {title}（{formatNumber(firms)} 家）
            </option>
          ))}
        </select>
      )}
      {kind === 'counties' && (
        <select
          className="field"
          aria-label="选择区县"
          value=""
          onChange={({ target }) => add('counties', target.value)}
        >
          <option value="">选择区县 …</option>
          {options.counties.map(({ region, firms }) => (
            <option key={region.code} value={region.code} disabled={firms === 0}>
              {region.name}（{formatNumber(firms)} 家）
            </option>
          ))}
        </select>
      )}
      {kind === 'suppliers' && (
        <>
          <select
            className="field"
            aria-label="选择境外来源"
            value=""
            onChange={({ target }) => add('countries', target.value)}
          >
            <option value="">境外来源（国家或地区）…</option>
            {options.countries.map(({ code, title, suppliers, segments }) => (
              <option key={code} value={code}>
                {title}（{formatNumber(suppliers)} 家，{segments.slice(0, 2).join('、')}）
              </option>
            ))}
          </select>
          <SupplierSearch options={options} onPick={(party) => add('suppliers', party)} />
        </>
      )}
    </div>
  )
}

const SUPPLIERS_SHOWN = 12

function SupplierSearch({
  options,
  onPick,
}: {
  readonly options: ScenarioOptions
  readonly onPick: (party: string) => void
}) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  return (
    <SearchBox
      label="搜索省外、境外供应方"
      text={text}
      onText={setText}
      suggestions={options.suppliers
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .slice(0, SUPPLIERS_SHOWN)
        .map(({ party, name, sales, segmentTitle }) => ({
          id: party,
          title: name,
          note: [segmentTitle, moneyText(sales)].filter(Boolean).join(' · '),
        }))}
      onPick={({ id }) => {
        setText('')
        onPick(id)
      }}
    />
  )
}

export function TargetChips({ options, draft, onChange }: Props) {
  const segment = new Map(options.segments.map(({ id, title }) => [id, title]))
  const county = new Map(options.counties.map(({ region }) => [region.code, region.name]))
  const supplier = new Map(options.suppliers.map(({ party, name }) => [party, name]))
  const country = new Map(options.countries.map(({ code, title }) => [code, title]))
  const titles: Readonly<Record<Exclude<TargetKind, 'enterprises'>, ReadonlyMap<string, string>>> = {
    segments: segment,
    counties: county,
    suppliers: supplier,
    countries: country,
  }
  const drop = (kind: TargetKind, id: string) =>
    onChange({ [kind]: draft[kind].filter((other) => other !== id) })
  return (
    <ul className={styles.chips} aria-label="已选停产对象">
      {draft.enterprises.map((code) => (
        <FirmChip key={code} code={code} onDrop={() => drop('enterprises', code)} />
      ))}
      {(['segments', 'counties', 'suppliers', 'countries'] as const).flatMap((kind) =>
        draft[kind].map((id) => (
          <Chip
            key={`${kind} ${id}`}
            word={words[kind]}
            title={titles[kind].get(id) ?? id}
            onDrop={() => drop(kind, id)}
          />
        )),
      )}
    </ul>
  )
}

const words = { segments: '环节', counties: '区县', suppliers: '供应方', countries: '来源' } as const

/** A link gives the code alone; its name is looked up among the firms of the network. */
function FirmChip({ code, onDrop }: { readonly code: string; readonly onDrop: () => void }) {
  const { query } = useScope()
  const found = useScenarioFirms(query, code, 1).data?.items.find(({ creditCode }) => creditCode === code)
  return <Chip word="企业" title={found?.name ?? code} onDrop={onDrop} />
}

function Chip({
  word,
  title,
  onDrop,
}: {
  readonly word: string
  readonly title: string
  readonly onDrop: () => void
}) {
  return (
    <li>
      <small>{word}</small>
      <bdi title={title}>{title}</bdi>
      <button type="button" aria-label={`去掉${word} ${title}`} onClick={onDrop}>
        <Icon name="close" size={11} />
      </button>
    </li>
  )
}
