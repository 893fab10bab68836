/** What the screen shows beyond the scope, kept in the address: window, firm, which moves. */
import { useMemo } from 'react'
import { useAddressState } from '../../../shell/address-state.ts'
import type { Direction } from './vocabulary.ts'

export const windows = ['6', '12', '24', '36'] as const
export type WindowMonths = (typeof windows)[number]
const usualWindow: WindowMonths = '12'

const directions = ['in', 'out', 'within'] as const
export type MovesShown = 'all' | Direction

export const sections = [
  { value: 'monitor', title: '监测' },
  { value: 'detected', title: '识别' },
  { value: 'matrix', title: '矩阵' },
  { value: 'cohorts', title: '队列留存' },
  { value: 'forecast', title: '预测与回测' },
] as const
export type Section = (typeof sections)[number]['value']

export interface ViewState {
  readonly section: Section
  readonly showSection: (section: Section) => void
  readonly months: WindowMonths
  /** Credit code of the firm whose drawer is open; alerts lead here with it. */
  readonly enterprise: string | null
  readonly moves: MovesShown
  readonly setMonths: (months: WindowMonths) => void
  readonly open: (creditCode: string) => void
  readonly close: () => void
  readonly showMoves: (moves: MovesShown) => void
}

export function useViewState(): ViewState {
  const address = useAddressState()
  return useMemo(
    () => ({
      section: sections.find(({ value }) => value === address.get('view'))?.value ?? 'monitor',
      showSection: (section) => address.set({ view: section === 'monitor' ? null : section }, true),
      months: windows.find((one) => one === address.get('months')) ?? usualWindow,
      enterprise: address.get('enterprise'),
      moves: directions.find((one) => one === address.get('moves')) ?? 'all',
      setMonths: (months) => address.set({ months: months === usualWindow ? null : months }),
      open: (enterprise) => address.set({ enterprise }, true),
      close: () => address.set({ enterprise: null }),
      showMoves: (moves) => address.set({ moves: moves === 'all' ? null : moves }),
    }),
    [address],
  )
}
