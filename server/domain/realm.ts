/** Demonstration firms are fictional; their figures are never added to those of real firms. */
export type Realm = 'demonstration' | 'actual'
