/**
 * What the one who asks says the data is for (使用目的): 日常监测, 走访服务, 数据治理, 大屏展示. Chosen by the user,
 * kept with the session and audited; with role and grade it decides which columns are shown.
 */
export type Purpose = 'monitoring' | 'service' | 'governance' | 'display'
