/** Nodes for WebGL: one point each, its outline cut by the shape of its group, as in the drawing of the server. */

import { NodePointProgram } from "sigma/rendering";
import type { NodeDisplayData } from "sigma/types";

export const SHAPES = ["circle", "square", "triangle", "diamond", "ring", "hexagon"] as const;

const VERTICES = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_shape;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
  gl_PointSize = 2.4 * a_size / u_sizeRatio * u_pixelRatio;
  v_shape = a_shape;
#ifdef PICKING_MODE
  v_color = a_id;
#else
  v_color = a_color;
#endif
  v_color.a *= 255.0 / 254.0;
}`;

const PIXELS = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying float v_shape;
float edge(vec2 p) {
  vec2 q = abs(p);
  if (v_shape < 0.5) return length(p) - 0.84;
  if (v_shape < 1.5) return max(q.x, q.y) - 0.72;
  if (v_shape < 2.5) return max(p.y - 0.66, q.x * 0.87 - 0.5 * p.y - 0.47);
  if (v_shape < 3.5) return q.x + q.y - 1.0;
  if (v_shape < 4.5) return abs(length(p) - 0.6) - 0.18;
  return max(q.y * 0.87, q.x * 0.87 + q.y * 0.5) - 0.8;
}
void main() {
  if (edge(gl_PointCoord * 2.0 - 1.0) > 0.0) discard;
  gl_FragColor = v_color;
}`;

export class ShapeProgram extends NodePointProgram {
  override getDefinition(): ReturnType<NodePointProgram["getDefinition"]> {
    const usual = super.getDefinition();
    return {
      ...usual,
      VERTEX_SHADER_SOURCE: VERTICES,
      FRAGMENT_SHADER_SOURCE: PIXELS,
      ATTRIBUTES: [...usual.ATTRIBUTES, { name: "a_shape", size: 1, type: WebGLRenderingContext.FLOAT as 5126 }],
    };
  }

  override processVisibleItem(nodeIndex: number, startIndex: number, data: NodeDisplayData & { shape?: number }): void {
    super.processVisibleItem(nodeIndex, startIndex, data);
    this.array[startIndex + 5] = data.shape ?? 0;
  }
}
