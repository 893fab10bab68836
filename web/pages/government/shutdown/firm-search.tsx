/** Finds a firm that trades in the supply network by name or credit code, or any of the chain by pinyin. */
import { useState } from 'react'
import { useEnterprises } from '../../../data/queries.ts'
import { useScenarioFirms } from '../../../data/scenarios.ts'
import { moneyText } from '../../../parts/format.ts'
import { SearchBox, type Suggestion } from '../../../parts/search-box.tsx'
import { useSettled } from '../../../parts/use-settled.ts'
import { useScope } from '../../../shell/scope.tsx'
import { scopeOf } from './draft.ts'

const FIRMS_SHOWN = 12

export function FirmSearch({ onPick }: { readonly onPick: (creditCode: string) => void }) {
  const { query } = useScope()
  const [text, setText] = useState('')
  const settled = useSettled(text.trim())
  // Letters alone are pinyin, which the register of enterprises knows and the network does not.
  const pinyin = /^[a-z]{2,}$/i.test(settled)
  const traded = useScenarioFirms(query, settled, FIRMS_SHOWN)
  const registered = useEnterprises({ ...scopeOf(query), query: settled, limit: FIRMS_SHOWN }, !pinyin)
  const found = pinyin ? registered : traded
  const suggestions = [
    ...(traded.data?.items ?? []).flatMap(({ creditCode, name, segmentTitle, region, sales }): Suggestion[] =>
      creditCode === null
        ? []
        : [{ id: creditCode, title: name, note: noteOf(segmentTitle, region?.name, moneyText(sales)) }],
    ),
    ...(pinyin ? (registered.data?.pages[0]?.items ?? []) : []).map(
      ({ creditCode, name, segments, region }): Suggestion => ({
        id: creditCode,
        title: name,
        note: noteOf(segments.find(({ chain }) => chain === query.chain)?.title, region?.name),
      }),
    ),
  ]
  return (
    <SearchBox
      label="搜索企业（名称、拼音）"
      text={text}
      onText={setText}
      waiting={text.trim() !== settled || found.isFetching}
      suggestions={suggestions.filter(
        ({ id }, index) => suggestions.findIndex((other) => other.id === id) === index,
      )}
      onPick={({ id }) => {
        setText('')
        onPick(id)
      }}
    />
  )
}

const noteOf = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')
