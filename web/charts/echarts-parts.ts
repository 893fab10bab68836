/** The parts of ECharts that the screens draw with; loaded when the first chart is. */
import { LineChart, LinesChart, MapChart, ScatterChart, BarChart } from 'echarts/charts'
import {
  AriaComponent,
  GeoComponent,
  GridComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components'
import { getMap, init, registerMap, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GeoComponent,
  GridComponent,
  LabelLayout,
  LineChart,
  LinesChart,
  MapChart,
  MarkLineComponent,
  MarkPointComponent,
  ScatterChart,
  TooltipComponent,
])

export { getMap, init, registerMap }
