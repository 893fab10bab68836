/** Eigenvalues of a symmetric matrix, falling, each with its eigenvector of length 1. */
export interface Eigen {
  readonly values: Float64Array
  /** Row k is the vector of value k. */
  readonly vectors: readonly Float64Array[]
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then
 * implicit QL (Bowdler, Martin, Reinsch & Wilkinson 1968, tred2 and tql2). O(n³); the matrix is not changed.
 * @param matrix row-major, size × size
 * @throws RangeError where QL does not converge, which needs values that are no numbers
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  // Column-wise: row j of `basis` is column j of the transformation, so that inner loops run along memory.
  const basis = Array.from({ length: size }, (_, row) => matrix.slice(row * size, (row + 1) * size))
  const diagonal = new Float64Array(size)
  const beside = new Float64Array(size)
  reduce(basis, diagonal, beside, size)
  iterate(basis, diagonal, beside, size)
  const order = Array.from(diagonal.keys()).toSorted((a, b) => diagonal[b]! - diagonal[a]!)
  return {
    values: Float64Array.from(order, (position) => diagonal[position]!),
    vectors: order.map((position) => basis[position]!),
  }
}

/** V[j] holds column j; the matrix is symmetric, so rows and columns start alike. */
function reduce(V: readonly Float64Array[], d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = V[j]![n - 1]!
  for (let i = n - 1; i > 0; i--) {
    let scale = 0
    let h = 0
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!)
    if (scale === 0) {
      e[i] = d[i - 1]!
      for (let j = 0; j < i; j++) {
        d[j] = V[j]![i - 1]!
        V[j]![i] = 0
        V[i]![j] = 0
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale
        h += d[k]! * d[k]!
      }
      const f = d[i - 1]!
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h)
      e[i] = scale * g
      h -= f * g
      d[i - 1] = f - g
      for (let j = 0; j < i; j++) e[j] = 0
      applySimilarity(V, d, e, i)
      let product = 0
      for (let j = 0; j < i; j++) {
        e[j]! /= h
        product += e[j]! * d[j]!
      }
      const half = product / (h + h)
      for (let j = 0; j < i; j++) e[j]! -= half * d[j]!
      for (let j = 0; j < i; j++) {
        const column = V[j]!
        const dj = d[j]!
        const ej = e[j]!
        for (let k = j; k < i; k++) column[k]! -= dj * e[k]! + ej * d[k]!
        d[j] = column[i - 1]!
        column[i] = 0
      }
    }
    d[i] = h
  }
  accumulate(V, d, n)
  for (let j = 0; j < n; j++) {
    d[j] = V[j]![n - 1]!
    V[j]![n - 1] = 0
  }
  V[n - 1]![n - 1] = 1
  e[0] = 0
}

/** e = A·d over the leading i × i block, of which the lower triangle is kept; d is stored as row i's vector. */
function applySimilarity(V: readonly Float64Array[], d: Float64Array, e: Float64Array, i: number): void {
  const store = V[i]!
  for (let j = 0; j < i; j++) {
    const column = V[j]!
    const f = d[j]!
    store[j] = f
    let g = e[j]! + column[j]! * f
    for (let k = j + 1; k < i; k++) {
      const value = column[k]!
      g += value * d[k]!
      e[k]! += value * f
    }
    e[j] = g
  }
}

function accumulate(V: readonly Float64Array[], d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    const next = V[i + 1]!
    V[i]![n - 1] = V[i]![i]!
    V[i]![i] = 1
    const h = d[i + 1]!
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = next[k]! / h
      for (let j = 0; j <= i; j++) {
        const column = V[j]!
        let g = 0
        for (let k = 0; k <= i; k++) g += next[k]! * column[k]!
        for (let k = 0; k <= i; k++) column[k]! -= g * d[k]!
      }
    }
    for (let k = 0; k <= i; k++) next[k] = 0
  }
}

function iterate(V: readonly Float64Array[], d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i]!
  e[n - 1] = 0
  let shift = 0
  let largest = 0
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!))
    let m = l
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * largest) m++
    if (m > l) {
      let rounds = 0
      do {
        rounds += 1
        if (rounds > 100) throw new RangeError('特征值迭代 100 次仍不收敛')
        shift += step(V, d, e, { l, m, n })
      } while (Math.abs(e[l]!) > Number.EPSILON * largest)
    }
    d[l]! += shift
    e[l] = 0
  }
}

/** One implicit QL step on rows l to m; returns the shift. */
function step(
  V: readonly Float64Array[],
  d: Float64Array,
  e: Float64Array,
  { l, m, n }: { readonly l: number; readonly m: number; readonly n: number },
): number {
  const g = d[l]!
  let p = (d[l + 1]! - g) / (2 * e[l]!)
  const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1)
  d[l] = e[l]! / (p + r)
  d[l + 1] = e[l]! * (p + r)
  const next = d[l + 1]!
  const shift = g - d[l]!
  for (let i = l + 2; i < n; i++) d[i]! -= shift
  p = d[m]!
  let c = 1
  let c2 = 1
  let c3 = 1
  let s = 0
  let s2 = 0
  const beside = e[l + 1]!
  for (let i = m - 1; i >= l; i--) {
    c3 = c2
    c2 = c
    s2 = s
    const g2 = c * e[i]!
    const h = c * p
    const length = Math.hypot(p, e[i]!)
    e[i + 1] = s * length
    s = e[i]! / length
    c = p / length
    p = c * d[i]! - s * g2
    d[i + 1] = h + s * (c * g2 + s * d[i]!)
    const low = V[i]!
    const high = V[i + 1]!
    for (let k = 0; k < n; k++) {
      const value = high[k]!
      high[k] = s * low[k]! + c * value
      low[k] = c * low[k]! - s * value
    }
  }
  p = (-s * s2 * c3 * beside * e[l]!) / next
  e[l] = s * p
  d[l] = c * p
  return shift
}
