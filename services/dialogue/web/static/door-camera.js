/* SPDX-License-Identifier: MPL-2.0 */
// Reads tickets from the camera, picture by picture, until it is stopped. Nothing leaves the phone.
const WIDE = 640;
const EVERY = 150;

export async function watch(video, reader, heard) {
  const { decodeQR } = await import(reader);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const timer = setInterval(() => {
    const text = read(video, canvas, pen, decodeQR);
    if (text) heard(text);
  }, EVERY);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

function read(video, canvas, pen, decodeQR) {
  if (!video.videoWidth) return "";
  canvas.width = Math.min(WIDE, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return ""; // no ticket in the picture
  }
}
