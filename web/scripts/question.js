// The page of a question: an editor takes the place of its form once that is near.
const near = new IntersectionObserver(async (entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  near.disconnect();
  (await import("./query/bench.js")).open(() => {}, () => {});
}, { rootMargin: "300px" });
near.observe(document.querySelector("form.query"));
