/** A group of fewer firms has no usable median. */
export const minimumPeers = 12

/**
 * Peer group of each firm by GB/T 4754: its group (中类, C291) where at least `minimum` of the firms given
 * share it, else its division (大类, C29), else its section (门类, C); null where all are too small or the
 * code is missing.
 */
export function peerGroups(codes: readonly (string | null)[], minimum = minimumPeers): (string | null)[] {
  const counts = new Map<string, number>()
  for (const code of codes)
    for (const group of enclosingGroups(code)) counts.set(group, (counts.get(group) ?? 0) + 1)
  return codes.map(
    (code) => enclosingGroups(code).find((group) => (counts.get(group) ?? 0) >= minimum) ?? null,
  )
}

function enclosingGroups(code: string | null): readonly string[] {
  if (code === null) return []
  return [...new Set([code.slice(0, 4), code.slice(0, 3), code.slice(0, 1)])]
}
