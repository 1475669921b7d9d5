import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Crop, cropBox, DEFAULT_CROP } from "../../../contract/crop.ts";
import { actionOfKey } from "../../../islands/crop/crop_keys.ts";
import {
  type CropAction,
  type CropScene,
  reduceCrop,
  shownMiddle,
} from "../../../islands/crop/crop_state.ts";
import { partSentence, positionText } from "../../../islands/crop/crop_words.ts";
import { cropUnderGrip } from "../../../islands/crop/pointer_grip.ts";
import { shapeChoices } from "../../../islands/crop/shape_choice.ts";

const LANDSCAPE = { width: 1024, height: 576 };
const PORTRAIT = { width: 576, height: 1024 };
const PHOTO = { width: 4000, height: 3000 };
const SCENE: CropScene = { picture: PHOTO, frame: LANDSCAPE };
const UPRIGHT: CropScene = { picture: PHOTO, frame: PORTRAIT };
/** A picture of 400 × 300 on the screen: 40 pixels are a tenth of its width. */
const AREA = { scene: UPRIGHT, shown: { width: 400, height: 300 } };

function after(scene: CropScene, ...actions: CropAction[]): Crop {
  return actions.reduce((crop, action) => reduceCrop(scene, crop, action), DEFAULT_CROP);
}

function move(x: number, y = 0): CropAction {
  return { type: "moved", by: { x, y } };
}

Deno.test("the frame moves as far as the picture goes and stops at its edges", () => {
  const crop = after(UPRIGHT, move(9));
  const box = cropBox(PHOTO, PORTRAIT, crop);
  assertAlmostEquals(box.left + box.width, PHOTO.width, 1);
  assertEquals(crop, after(UPRIGHT, move(9), move(9)));
  assert(crop.x < 1, "the focal point is the frame's middle");
});

Deno.test("the first step back from an edge moves the frame", () => {
  const before = after(UPRIGHT, move(9)), back = after(UPRIGHT, move(9), move(-0.01));
  assertAlmostEquals(before.x - back.x, 0.01, 1e-4);
});

Deno.test("the first step from a focal point beyond the reach moves the frame too", () => {
  const corner: Crop = { x: 0, y: 1, zoom: 1 };
  const { x } = reduceCrop(UPRIGHT, corner, move(0.01));
  assertAlmostEquals(x, shownMiddle(UPRIGHT, corner).x + 0.01, 1e-4);
});

Deno.test("where the frame fills the picture, the focal point stays for another shape", () => {
  const face = after(UPRIGHT, { type: "aimed", at: { x: 0.8, y: 0.4 } });
  const moved = reduceCrop(SCENE, face, move(-0.5, 0.02));
  assertEquals(moved.x, 0.8);
  assertAlmostEquals(moved.y, shownMiddle(SCENE, face).y + 0.02, 1e-4);
});

Deno.test("zoom stays legal, keeps the focal point and loses nothing on the way back", () => {
  const aimed = after(SCENE, { type: "aimed", at: { x: 0.1, y: 0.9 } });
  const near = reduceCrop(SCENE, aimed, { type: "zoomed", zoom: 50 });
  assertEquals(near, { ...aimed, zoom: 4 });
  assertEquals(reduceCrop(SCENE, near, { type: "zoomed", zoom: 0 }), aimed);
  assertEquals(reduceCrop(SCENE, near, { type: "reset" }), DEFAULT_CROP);
});

Deno.test("every crop has few digits and lies in the picture", () => {
  const crop = after(
    UPRIGHT,
    { type: "zoomed", zoom: 10 / 3 },
    { type: "aimed", at: { x: -3, y: 1 / 3 } },
    move(1 / 7, 1 / 9),
  );
  assertEquals([crop.zoom, crop.y], [3.33, 0.4444]);
  assert(String(crop.x).length <= 6 && crop.x >= 0 && crop.x <= 1);
});

Deno.test("dragging beyond the edge and back puts the frame under the finger again", () => {
  const grip = { crop: DEFAULT_CROP, points: [{ x: 200, y: 150 }] };
  const at = (x: number, y = 150) => cropUnderGrip(grip, [{ x, y }], AREA);
  assertAlmostEquals(at(240).x, 0.6, 1e-4);
  const edge = at(5000);
  assertEquals(edge, at(400));
  assertEquals(at(240), at(240), "the way does not matter, only the place");
  assertEquals(at(200), DEFAULT_CROP);
  const next = { crop: edge, points: [{ x: 900, y: 10 }] };
  assertAlmostEquals(cropUnderGrip(next, [{ x: 890, y: 10 }], AREA).x, edge.x - 0.025, 1e-4);
});

Deno.test("two fingers zoom by their distance and drag by their middle", () => {
  const grip = { crop: DEFAULT_CROP, points: [{ x: 190, y: 150 }, { x: 210, y: 150 }] };
  const apart = cropUnderGrip(grip, [{ x: 180, y: 150 }, { x: 220, y: 150 }], AREA);
  assertEquals(apart, { x: 0.5, y: 0.5, zoom: 2 });
  const along = cropUnderGrip(grip, [{ x: 220, y: 150 }, { x: 260, y: 150 }], AREA);
  assertEquals(along, { x: 0.6, y: 0.5, zoom: 2 });
});

Deno.test("keys move, stride, zoom and reset; shortcuts stay the browser's", () => {
  const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => {
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    return actionOfKey({ key, ...none, ...held }, DEFAULT_CROP);
  };
  assertEquals(press("ArrowLeft"), move(-0.01));
  assertEquals(press("ArrowDown", { shiftKey: true }), move(0, 0.1));
  assertEquals(press("+"), { type: "zoomed", zoom: 1.1 });
  assertEquals(press("-"), { type: "zoomed", zoom: 1 / 1.1 });
  assertEquals(press("Home"), { type: "reset" });
  assertEquals([press("+", { ctrlKey: true }), press("a"), press("Tab")], [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("each shape of the model can be chosen, and says what it makes of the picture", () => {
  const wide = { width: 1280, height: 704 };
  assertEquals(shapeChoices([LANDSCAPE, wide, PORTRAIT], PHOTO), [
    { value: "landscape", name: "Landscape", frame: LANDSCAPE },
    { value: "portrait", name: "Portrait", frame: PORTRAIT },
  ]);
  const [nearest] = shapeChoices([LANDSCAPE, wide], { width: 2560, height: 1408 });
  assertEquals(nearest?.frame, wide);
});

Deno.test("words tell where the frame stands and when too little is left", () => {
  const near: Crop = { x: 0.25, y: 0.5, zoom: 4 };
  assertEquals(positionText(SCENE, near), "Middle 25% across and 50% down, zoom 4");
  assertEquals(partSentence(SCENE, DEFAULT_CROP), "4000×2250 pixels become 1024×576.");
  const small = { picture: { width: 800, height: 600 }, frame: LANDSCAPE };
  assertEquals(
    partSentence(small, near),
    "200×113 pixels become 1024×576. That is little: the video will look soft.",
  );
});
