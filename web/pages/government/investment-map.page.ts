import type { PageDeclaration } from '../../shell/page.ts'

export default { title: '招商地图', icon: 'target', order: 3, wall: true } satisfies PageDeclaration
