// Settings of plotly.js before Dash draws: nothing is sent anywhere, and Kyrgyz and Russian texts and numbers.
(function () {
  'use strict';
  var Plotly = window.Plotly;
  Plotly.setPlotConfig({ showSendToCloud: false, plotlyServerURL: '', displaylogo: false });
  Plotly.register([
    {
      moduleType: 'locale',
      name: 'ky',
      dictionary: {
        'Autoscale': 'Өзү тандаган масштаб', 'Click to enter X axis title': 'X огунун аталышы',
        'Click to enter Y axis title': 'Y огунун аталышы', 'Double-click to zoom back out': 'Баштапкы масштаб үчүн эки жолу басыңыз',
        'Download plot': 'Сүрөттү сактоо', 'Download plot as a PNG': 'Сүрөттү PNG түрүндө сактоо', 'Pan': 'Жылдыруу',
        'Reset': 'Баштапкы абал', 'Reset axes': 'Окторду баштапкы абалга келтирүү', 'Toggle Spike Lines': 'Жардамчы сызыктар',
        'Zoom': 'Чоңойтуу', 'Zoom in': 'Чоңойтуу', 'Zoom out': 'Кичирейтүү', 'trace': 'катар'
      },
      format: {
        days: ['Жекшемби', 'Дүйшөмбү', 'Шейшемби', 'Шаршемби', 'Бейшемби', 'Жума', 'Ишемби'],
        shortDays: ['Жек', 'Дүй', 'Шей', 'Шар', 'Бей', 'Жум', 'Ише'],
        months: ['Январь', 'Февраль', 'Март', 'Апрель', 'Май', 'Июнь', 'Июль', 'Август', 'Сентябрь', 'Октябрь', 'Ноябрь', 'Декабрь'],
        shortMonths: ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
        date: '%d.%m.%Y', decimal: ',', thousands: ' '
      }
    },
    {
      moduleType: 'locale',
      name: 'ru',
      dictionary: {
        'Download plot': 'Сохранить рисунок', 'Pan': 'Сдвиг', 'Reset': 'Исходный вид', 'Reset axes': 'Вернуть оси',
        'Zoom': 'Масштаб', 'Zoom in': 'Увеличить', 'Zoom out': 'Уменьшить', 'trace': 'ряд'
      },
      format: {
        days: ['Воскресенье', 'Понедельник', 'Вторник', 'Среда', 'Четверг', 'Пятница', 'Суббота'],
        shortDays: ['Вс', 'Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб'],
        months: ['Январь', 'Февраль', 'Март', 'Апрель', 'Май', 'Июнь', 'Июль', 'Август', 'Сентябрь', 'Октябрь', 'Ноябрь', 'Декабрь'],
        shortMonths: ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
        date: '%d.%m.%Y', decimal: ',', thousands: ' '
      }
    }
  ]);

  var drawing = document.getElementById('drawing');
  var pictures = document.getElementById('pictures');
  var dark = JSON.parse(drawing.getAttribute('data-dark'));
  var night = window.matchMedia('screen and (prefers-color-scheme: dark)');
  var wide = window.matchMedia('(min-width: 48rem)');
  var react = Plotly.react;

  // A figure comes in the light colours and written for a phone. It is kept as it came; what is drawn is a copy.
  function copied(value, colours) {
    if (Array.isArray(value)) { return value.map(function (item) { return copied(item, colours); }); }
    if (value && typeof value === 'object') {
      var made = {};
      Object.keys(value).forEach(function (key) { made[key] = copied(value[key], colours); });
      return made;
    }
    return typeof value === 'string' && Object.prototype.hasOwnProperty.call(colours, value) ? colours[value] : value;
  }
  function wrapped(text, letters) {
    var lines = [''];
    text.split(' ').forEach(function (word) {
      var last = lines[lines.length - 1];
      if (last && last.length + word.length >= letters) { lines.push(word); } else { lines[lines.length - 1] = last ? last + ' ' + word : word; }
    });
    return lines;
  }
  function spread(layout, width) {
    var title = wrapped(layout.meta.title, width / 9), below = wrapped(layout.meta.lines.join(' · '), width / 7);
    layout.title.text = title.join('<br>');
    layout.title.subtitle.text = below.join('<br>');
    layout.margin.t = layout.meta.above + layout.meta.each * (title.length + below.length) + layout.meta.keys;
  }
  // Numbers do not fit the cells of a heat map on a phone: they stand in the table, and the colours are left.
  function narrowed(made) {
    made.data.forEach(function (trace) { trace.textposition = 'none'; });
    var every = made.data.length > 5 ? 3 : 1;
    made.layout.xaxis.ticktext = made.layout.xaxis.ticktext.map(function (text, place) { return place % every ? '' : text; });
    made.layout.xaxis.tickangle = 0;
  }
  function shown(figure, colours, width) {
    var made = { data: copied(figure.data, colours), layout: copied(figure.layout, colours), frames: figure.frames, config: figure.config };
    if (!made.layout.meta) { return made; }
    if (width) { spread(made.layout, width); } else if (made.layout.meta.grid) { narrowed(made); }
    return made;
  }
  Plotly.react = function (plot, figure) {
    if (!figure || !figure.layout) { return react.apply(Plotly, arguments); }
    plot.figure = figure;
    return react.call(Plotly, plot, shown(figure, night.matches ? dark : {}, wide.matches && plot.clientWidth));
  };
  function again() {
    var plot = drawing.querySelector('.js-plotly-plot');
    if (plot && plot.figure) { Plotly.react(plot, plot.figure); }
  }
  night.addEventListener('change', again);
  wide.addEventListener('change', again);

  // Pictures are made in the browser from the figure on the page, always at the same size and in the light colours.
  var WIDTH = 1000;
  pictures.hidden = drawing.hidden;
  pictures.addEventListener('click', function (event) {
    var format = event.target.getAttribute('data-format');
    var plot = drawing.querySelector('.js-plotly-plot');
    if (!format || !plot || !plot.figure) { return; }
    var picture = shown(plot.figure, {}, WIDTH), height = plot.clientHeight || 520;
    picture.config = { locale: document.documentElement.lang };
    Plotly.toImage(picture, { format: format, width: WIDTH, height: height, scale: format === 'png' ? 2 : 1 }).then(function (address) {
      var link = document.createElement('a');
      link.href = address;
      link.download = drawing.getAttribute('data-file') + '.' + format;
      link.click();
    });
  });
}());
