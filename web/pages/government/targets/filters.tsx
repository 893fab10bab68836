/** Where the firms are from, province, listed, size. */
import type { TargetList } from '../../../../server/api/schemas/target.ts'
import type { TargetFilter } from '../../../data/targets.ts'
import { Choice } from '../../../parts/choice.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { reachTitles, sizeTitles } from './filter.ts'
import styles from './targets.module.css'

type Reach = keyof typeof reachTitles
const reaches = (Object.keys(reachTitles) as Reach[]).map((value) => ({ value, title: reachTitles[value] }))

export function Filters({
  filter,
  provinces,
}: {
  readonly filter: TargetFilter
  readonly provinces: TargetList['provinces']
}) {
  const { set } = useAddressState()
  const choose = (name: string) => (value: string) => set({ [name]: value === '' ? null : value })
  return (
    <div className={styles.filters} data-print="no">
      <Choice<Reach>
        label="企业来自"
        value={filter.reach ?? 'outside-province'}
        options={reaches}
        onChange={(reach) => set({ reach: reach === 'outside-province' ? null : reach, province: null })}
      />
      <Select
        label="省份"
        value={filter.province ?? ''}
        options={[
          ...provinces.map(({ code, name, count }) => ({ value: code, title: `${name}（${count}）` })),
          // A province of the address that has no firm under the other filters stays to be taken back.
          ...(filter.province !== undefined && !provinces.some(({ code }) => code === filter.province)
            ? [{ value: filter.province, title: `${filter.province}（0）` }]
            : []),
        ]}
        onChange={choose('province')}
      />
      <Select
        label="上市"
        value={filter.listed === undefined ? '' : String(filter.listed)}
        options={[
          { value: 'true', title: '上市公司' },
          { value: 'false', title: '非上市' },
        ]}
        onChange={choose('listed')}
      />
      <Select
        label="营业收入"
        value={filter.size ?? ''}
        options={Object.entries(sizeTitles).map(([value, title]) => ({ value, title }))}
        onChange={choose('size')}
      />
    </div>
  )
}

function Select({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly title: string }[]
  readonly onChange: (value: string) => void
}) {
  return (
    <label>
      {label}
      <select className="field" value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">全部</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </label>
  )
}
