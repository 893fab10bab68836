/** Finds a product by name, other spelling, pinyin or initials. */
import { useState } from 'react'
import { useProducts } from '../../../data/products.ts'
import { formatNumber } from '../../../parts/format.ts'
import { SearchBox, type Suggestion } from '../../../parts/search-box.tsx'
import { useSettled } from '../../../parts/use-settled.ts'
import { useScope } from '../../../shell/scope.tsx'
import { makerWord } from './words.ts'

/** The search answers at once: the list can follow the typing more closely. */
const TYPING_PAUSE_MS = 120
const SHOWN = 12

export function ProductSearch({
  label,
  hotkey = false,
  onPick,
}: {
  readonly label: string
  readonly hotkey?: boolean
  readonly onPick: (id: string, name: string) => void
}) {
  const { realm } = useScope()
  const [text, setText] = useState('')
  const settled = useSettled(text.trim(), TYPING_PAUSE_MS)
  const found = useProducts(settled === '' ? null : settled, realm, SHOWN)
  const current = text.trim() === settled
  const suggestions = (current ? (found.data?.items ?? []) : []).map(
    ({ id, name, alias, makers, materials, uses }): Suggestion => ({
      id,
      title: alias === null ? name : `${name}（${alias}）`,
      note:
        makers > 0
          ? `${makerWord[realm]} ${formatNumber(makers)} 家`
          : `上下游 ${formatNumber(materials + uses)} 条`,
    }),
  )
  return (
    <SearchBox
      label={label}
      text={text}
      onText={setText}
      suggestions={suggestions}
      waiting={!current || found.isFetching}
      hotkey={hotkey}
      onPick={({ id, title }) => {
        setText('')
        onPick(id, title)
      }}
    />
  )
}
