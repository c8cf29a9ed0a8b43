"""One Vega-Lite specification a chart, drawn as SVG."""
