/** Demonstration firms are fictional; their figures are never added to those of real firms. */
export type Realm = 'demonstration' | 'actual'

export const realmTitles: Readonly<Record<Realm, string>> = {
  demonstration: '演示数据',
  actual: '实际数据',
}
