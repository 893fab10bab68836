/** Finds segments by name, pinyin or product, and enterprises by name or pinyin; picking one goes there. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import { useEnterprises } from '../../../data/queries.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { SearchBox, type Suggestion } from '../../../parts/search-box.tsx'
import { useSettled } from '../../../parts/use-settled.ts'
import { useScope } from '../../../shell/scope.tsx'
import { findSegments, type PinyinMatch } from './segment-search.ts'

interface Found extends Suggestion {
  readonly segment: string | null
  readonly enterprise: string | null
}

const ENTERPRISES_SHOWN = 8

export function ChainSearch({
  segments,
  onPick,
}: {
  readonly segments: readonly SegmentState[]
  readonly onPick: (found: { readonly segment: string | null; readonly enterprise: string | null }) => void
}) {
  const { query } = useScope()
  const [text, setText] = useState('')
  const settled = useSettled(text.trim())
  const match = usePinyin(text !== '')
  const { region, realm, chain, asOf } = query
  const enterprises = useEnterprises(
    {
      query: settled,
      limit: ENTERPRISES_SHOWN,
      ...(region !== undefined && { region }),
      ...(realm !== undefined && { realm }),
      ...(asOf !== undefined && { asOf }),
    },
    settled.length < 2,
  )
  const wanted = useDeferredValue(text)
  const found = useMemo(() => findSegments(segments, wanted, match), [segments, wanted, match])
  const suggestions = [
    ...found.map(({ segment, product }): Found => ({
      id: `segment ${segment.id}`,
      title: product === null ? segment.title : `${segment.title}（${product}）`,
      note: strengthTitles[segment.strength],
      group: '环节与产品',
      segment: segment.id,
      enterprise: null,
    })),
    ...(text.trim() === settled ? (enterprises.data?.pages[0]?.items ?? []) : []).map((item): Found => {
      const place = item.segments.find((one) => one.chain === chain)
      return {
        id: `enterprise ${item.creditCode}`,
        title: item.name,
        note: [item.region?.name, place?.title].filter(Boolean).join(' · '),
        group: '企业',
        segment: place?.segment ?? null,
        enterprise: item.creditCode,
      }
    }),
  ]
  return (
    <SearchBox
      label="搜索环节、产品、企业（支持拼音）"
      text={text}
      onText={setText}
      suggestions={suggestions}
      waiting={text.trim() !== settled || enterprises.isFetching}
      hotkey
      onPick={({ segment, enterprise }) => {
        setText('')
        onPick({ segment, enterprise })
      }}
    />
  )
}

/** The pinyin table is large: it comes with the first letter typed. */
function usePinyin(wanted: boolean): PinyinMatch | null {
  const [match, setMatch] = useState<PinyinMatch | null>(null)
  useEffect(() => {
    if (!wanted || match !== null) return
    let gone = false
    import('pinyin-pro').then(
      (pinyin) => {
        if (!gone) setMatch(() => (name: string, letters: string) => pinyin.match(name, letters) !== null)
      },
      // Without it names and products are found all the same.
      () => {},
    )
    return () => {
      gone = true
    }
  }, [wanted, match])
  return match
}
