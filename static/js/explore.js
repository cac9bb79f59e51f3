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

  // Pictures are made in the browser from the figure on the page, always at the same size.
  var drawing = document.getElementById('drawing');
  var pictures = document.getElementById('pictures');
  pictures.hidden = drawing.hidden;
  pictures.addEventListener('click', function (event) {
    var format = event.target.getAttribute('data-format');
    var plot = drawing.querySelector('.js-plotly-plot');
    if (!format || !plot) { return; }
    var height = plot.layout && plot.layout.height ? plot.layout.height : 520;
    Plotly.toImage(plot, { format: format, width: 1000, height: height, scale: format === 'png' ? 2 : 1 }).then(function (address) {
      var link = document.createElement('a');
      link.href = address;
      link.download = drawing.getAttribute('data-file') + '.' + format;
      link.click();
    });
  });
}());
