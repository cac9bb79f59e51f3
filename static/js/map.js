/* The interactive map. The folium script of a release makes the map and its levels (Natyija.units) and starts it here.
   Figures are written as the documents state them; this script computes none. */
(function () {
  "use strict";
  var config = JSON.parse(document.getElementById("map-config").textContent);
  var inline = document.getElementById("map-files");
  var files = inline ? JSON.parse(inline.textContent) : {};
  var words = config.words, pending = {}, levels = [], map, table = {};
  var view = { measure: config.measures[0], hour: null, contest: null, option: null, circles: false, own: false, hours: [] };
  config.measures.forEach(function (measure) { table[measure.name] = measure; });

  function byId(id) { return document.getElementById(id); }
  function put(text, values) { return text.replace(/\{(\w+)\}/g, function (all, key) { return values[key]; }); }
  function count(number) {
    return number === null || number === undefined ? "—" : String(number).replace(/\B(?=(\d{3})+$)/g, config.group);
  }
  function percent(text) { return text ? text.replace(".", config.decimal) + config.percent : "—"; }
  function of(pair) { return put(words.of, { part: count(pair[0]), whole: count(pair[1]) }); }
  function clock(hour) { return hour.slice(11, 16); }
  function element(name, text, attributes) {
    var made = document.createElement(name);
    if (text !== undefined && text !== null) { made.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  /* Every file once: from the page itself, or from the release that the page was made of. */
  function load(path) {
    if (!pending[path]) {
      pending[path] = files[path] ? Promise.resolve(files[path]) : fetch(config.base + path).then(function (answer) {
        if (!answer.ok) { throw new Error(path + " " + answer.status); }
        return answer.json();
      });
      pending[path].catch(function () { delete pending[path]; byId("map-state").textContent = words.failed; });
    }
    return pending[path];
  }

  /* What a unit shows in the chosen layer: its class, and the figure in words. */
  function turnoutOf(row) {
    if (!view.hour) { return row.turnout ? [row.turnout.total, row.turnout.percent] : null; }
    var upTo = Object.keys(row.hours).filter(function (hour) { return hour <= view.hour; }).sort();
    return upTo.length ? row.hours[upTo[upTo.length - 1]] : null;
  }
  function scaleOf(measure) { return measure.hourly && view.hour ? measure.hourly : measure; }
  function step(value, measure) {
    var number = Number(value), passed = scaleOf(measure).breaks.filter(function (bound) { return number >= bound; });
    return measure.scale + passed.length;
  }
  function nothing() { return { group: "none", text: words.noData }; }
  function shown(row, properties) {
    var measure = view.measure, found, result;
    if (!row) { return nothing(); }
    if (measure.name === "turnout") {
      found = turnoutOf(row);
      if (!found || !found[1]) { return nothing(); }
      return { group: step(found[1], measure), text: percent(found[1]) + " (" + of([found[0], row.voters]) + ")" };
    }
    if (measure.name === "scanner" || measure.name === "protocol") {
      found = row[measure.name];
      if (found[2] !== null) { return { group: step(found[2], measure), text: percent(found[2]) + " (" + of(found) + ")" }; }
      return found[1] ? { group: measure.scale + (found[0] === found[1] ? 5 : 0), text: of(found) } : nothing();
    }
    if (measure.name === "differences" || measure.name === "findings") {
      return { group: step(row[measure.name], measure), text: count(row[measure.name]) };
    }
    if (measure.name === "kind") {
      if (!properties.kind) { return nothing(); }
      return { group: { ordinary: "k0", remote: "k1", abroad: "k2" }[properties.kind], text: words["kind_" + properties.kind] };
    }
    result = view.contest && row.contests[view.contest.code];
    if (!result && view.contest && votesElsewhere(row)) { return { group: "outside", text: words.outside }; }
    if (!result || !result.base) { return nothing(); }
    if (measure.name === "leader") { return leader(result); }
    return {
      group: result.shares[view.option] ? step(result.shares[view.option], measure) : "none",
      text: percent(result.shares[view.option]) + " (" + of([result.votes[view.option], result.base]) + ", " + words["count_" + result.count] + ")"
    };
  }
  function votesElsewhere(row) { return Object.keys(row.contests).length > 0; }
  function leader(result) {
    if (!result.leaders.length) { return nothing(); }
    var first = result.leaders[0], tie = result.leaders.length > 1;
    var names = result.leaders.map(optionName).join(", ");
    return {
      group: tie ? "tie" : view.contest.groups[first],
      text: (tie ? words.tie + ": " : "") + names + " " + percent(result.shares[first]) + " (" + of([result.votes[first], result.base]) + ", " + words["count_" + result.count] + ")"
    };
  }
  function optionName(index) {
    var option = view.contest.options[index];
    return option.kind === "against_all" ? words.againstAll : option.name[config.language];
  }

  /* One level of units, drawn while the map is in its range of zooms; only what is in view is drawn. */
  var Units = L.LayerGroup.extend({
    initialize: function (options) {
      L.LayerGroup.prototype.initialize.call(this, [], options);
      this.units = {}; this.order = [];
      levels.push(this);
    },
    inRange: function () { var zoom = map.getZoom(); return zoom >= this.options.minZoom && zoom < this.options.maxZoom; },
    refresh: function () {
      var self = this;
      if (!this.inRange()) { this.clearLayers(); return Promise.resolve(); }
      return load(this.options.url).then(function (collection) {
        if (!self.order.length) { self.read(collection); }
        return Promise.all(self.parents().map(function (path) { return load(path); }));
      }).then(function (documents) {
        documents.forEach(function (values) { self.take(values); });
        self.takeRows(config.values);
        if (self.inRange()) { self.draw(); }
      });
    },
    read: function (collection) {
      var self = this, key = this.options.key;
      collection.features.forEach(function (feature) {
        var code = feature.properties[key], at = feature.properties.at;
        self.order.push(code);
        self.units[code] = { code: code, feature: feature, box: boxOf(feature.geometry), at: L.latLng(at[1], at[0]), row: null, layer: null };
      });
    },
    visible: function () {
      var bounds = map.getBounds().pad(0.1), self = this;
      return this.order.filter(function (code) { return bounds.intersects(self.units[code].box); });
    },
    parents: function () {
      var self = this, found = {};
      if (this.options.level === "regions") { return []; }
      this.visible().forEach(function (code) {
        var properties = self.units[code].feature.properties, above = properties.parent || properties.territory;
        if (above) { found["geo/values/" + above + ".json"] = true; }
      });
      return Object.keys(found);
    },
    boxOfContest: function (contest) {
      var box = L.latLngBounds([]), self = this, all = true;
      this.order.forEach(function (code) {
        var row = self.units[code].row;
        if (row && row.contests[contest]) { box.extend(self.units[code].box); } else { all = false; }
      });
      return all || !box.isValid() ? null : box;
    },
    take: function (values) { this.takeRows(this.options.level === "precincts" ? values.precincts : values.children); },
    takeRows: function (rows) {
      var self = this;
      Object.keys(rows).forEach(function (code) { if (self.units[code]) { self.units[code].row = rows[code]; } });
    },
    draw: function () {
      var self = this, seen = {}, had = document.activeElement && document.activeElement.getAttribute("data-unit");
      this.visible().forEach(function (code) {
        var unit = self.units[code];
        seen[code] = true;
        if (unit.layer && unit.circles !== view.circles) { self.removeLayer(unit.layer); unit.layer = null; }
        if (!unit.layer) { unit.layer = self.make(unit); unit.circles = view.circles; }
        if (!self.hasLayer(unit.layer)) { self.addLayer(unit.layer); }
        self.dress(unit);
      });
      this.order.forEach(function (code) {
        var unit = self.units[code];
        if (!seen[code] && unit.layer && self.hasLayer(unit.layer)) { self.removeLayer(unit.layer); }
      });
      this.arrange(had);
    },
    make: function (unit) {
      var style = { weight: 1, fillOpacity: 1, bubblingMouseEvents: true }, layer;
      if (view.circles) {
        layer = L.circleMarker(unit.at, L.extend({ radius: radius(unit.row, this.options.level) }, style));
      } else {
        layer = L.GeoJSON.geometryToLayer(unit.feature, {});
        layer.setStyle(style);
      }
      layer.bindTooltip(function () { return label(unit, true); }, { sticky: !view.circles });
      /* Beside the buttons of the zoom, and never wider than what is left of a phone. */
      layer.bindPopup(function () { return popup(unit); }, {
        maxWidth: Math.max(180, Math.min(280, map.getSize().x - 92)), autoPanPaddingTopLeft: [52, 10], autoPanPaddingBottomRight: [10, 10]
      });
      return layer;
    },
    dress: function (unit) {
      var node = unit.layer.getElement(), properties = unit.feature.properties;
      if (!node) { return; }
      node.setAttribute("class", "leaflet-interactive unit " + shown(unit.row, properties).group + (properties.schematic && !view.circles ? " schematic" : ""));
      node.setAttribute("data-unit", unit.code);
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", label(unit, false));
      if (!node.natyija) { node.natyija = true; listen(node, unit); }
      if (unit.layer.isTooltipOpen()) { unit.layer.setTooltipContent(unit.layer.getTooltip()._content); }
    },
    /* One stop for the Tab key; arrow keys go on from there. */
    arrange: function (had) {
      var nodes = this.nodes(), chosen = nodes.filter(function (node) { return node.getAttribute("data-unit") === had; })[0] || nodes[0];
      nodes.forEach(function (node) { node.setAttribute("tabindex", node === chosen ? "0" : "-1"); });
    },
    nodes: function () {
      var self = this;
      return this.visible().map(function (code) { return self.units[code].layer; }).filter(function (layer) {
        return layer && layer.getElement();
      }).map(function (layer) { return layer.getElement(); });
    }
  });

  function boxOf(geometry) {
    var rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map(function (part) { return part[0]; });
    var box = L.latLngBounds([]);
    rings.forEach(function (ring) { ring.forEach(function (pair) { box.extend([pair[1], pair[0]]); }); });
    return box;
  }
  function radius(row, level) {
    var most = { regions: 600000, territories: 200000, precincts: 3000 }[level], voters = row && row.voters ? row.voters : 0;
    return Math.max(3, Math.sqrt(voters / most) * (level === "precincts" ? 11 : 26));
  }
  function nameOf(unit) {
    var properties = unit.feature.properties;
    return properties.precinct ? put(words.precinct, { number: properties.precinct }) : properties.name[config.language];
  }
  function label(unit, html) {
    var made = [nameOf(unit), heading() + ": " + shown(unit.row, unit.feature.properties).text];
    if (unit.feature.properties.schematic) { made.push(words.schematic); }
    if (!html) { return made.join(". "); }
    var box = element("div");
    box.appendChild(element("b", made[0]));
    made.slice(1).forEach(function (line) { box.appendChild(element("div", line)); });
    return box;
  }
  function heading() {
    var measure = view.measure, parts = [measure.label];
    if (measure.name === "leader" && view.contest) { parts = [view.contest.name[config.language]]; }
    if (measure.name === "share" && view.contest) { parts = [optionName(view.option)]; }
    if (measure.name === "turnout" && view.hour) { parts.push(put(words.upTo, { time: clock(view.hour) })); }
    return parts.join(", ");
  }
  function popup(unit) {
    var properties = unit.feature.properties, row = unit.row, box = element("div", null, { "class": "map-popup" });
    box.appendChild(element("b", nameOf(unit)));
    var list = element("dl");
    function line(name, text) { list.appendChild(element("dt", name)); list.appendChild(element("dd", text)); }
    if (row) {
      line(words.voters, count(row.voters));
      line(table.turnout.label, row.turnout ? percent(row.turnout.percent) + " (" + count(row.turnout.total) + ")" : "—");
      line(table.scanner.label, of(row.scanner));
      line(table.protocol.label, of(row.protocol));
      line(table.differences.label, count(row.differences));
      line(table.findings.label, count(row.findings));
    }
    box.appendChild(list);
    if (["leader", "share", "kind"].indexOf(view.measure.name) >= 0) { box.appendChild(element("p", heading() + ": " + shown(row, properties).text)); }
    if (properties.schematic) { box.appendChild(element("p", words.schematic)); }
    var page = properties.precinct ? config.pages.precinct.replace("//", "/" + properties.precinct + "/") : config.pages.territory.replace("//", "/" + properties.code + "/");
    var more = element("p");
    if (!inline) { more.appendChild(element("a", words.open, { href: page })); }
    if (!properties.precinct) {
      var button = element("button", words.zoom, { type: "button" });
      button.addEventListener("click", function () { map.closePopup(); map.fitBounds(unit.box, { maxZoom: 13 }); lower(); });
      more.appendChild(document.createTextNode(" "));
      more.appendChild(button);
    }
    box.appendChild(more);
    return box;
  }
  /* A large unit may fit the map at a zoom that still shows itself: then go on to the level of its parts. */
  function lower() {
    var now = levels.filter(function (level) { return level.inRange(); })[0];
    map.once("moveend", function () {
      if (now && now.inRange() && now.options.maxZoom < 50) { map.setZoom(now.options.maxZoom); }
    });
  }
  function listen(node, unit) {
    node.addEventListener("focus", function () { if (!unit.layer.isPopupOpen()) { unit.layer.openTooltip(unit.at); } });
    node.addEventListener("blur", function () { unit.layer.closeTooltip(); });
    node.addEventListener("keydown", function (event) {
      var level = levels.filter(function (each) { return each.units[unit.code] === unit; })[0];
      var nodes = level.nodes(), at = nodes.indexOf(node), last = nodes.length - 1, next;
      if (event.key === "Enter" || event.key === " ") {
        unit.layer.closeTooltip();
        unit.layer.openPopup(unit.at);
        var link = document.querySelector(".leaflet-popup a, .leaflet-popup button");
        if (link) { link.focus(); }
      } else if (event.key === "ArrowRight" || event.key === "ArrowDown") { next = nodes[at === last ? 0 : at + 1];
      } else if (event.key === "ArrowLeft" || event.key === "ArrowUp") { next = nodes[at <= 0 ? last : at - 1];
      } else if (event.key === "Home") { next = nodes[0];
      } else if (event.key === "End") { next = nodes[last];
      } else { return; }
      event.preventDefault();
      event.stopPropagation();
      if (next) { node.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); }
    });
    unit.layer.on("popupclose", function () { if (document.activeElement === document.body) { node.focus({ preventScroll: true }); } });
  }

  /* The legend says what the classes are, with their units. */
  function legend() {
    var box = byId("map-legend"), list = element("ul", null, { "class": "legend" });
    box.textContent = "";
    box.appendChild(element("p", heading(), { "class": "legend-title" }));
    entries().forEach(function (entry) {
      var item = element("li"), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      var rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      svg.setAttribute("class", "swatch"); svg.setAttribute("viewBox", "0 0 20 14"); svg.setAttribute("aria-hidden", "true");
      rect.setAttribute("width", "20"); rect.setAttribute("height", "14"); rect.setAttribute("class", "unit " + entry[0]);
      svg.appendChild(rect); item.appendChild(svg); item.appendChild(document.createTextNode(" " + entry[1]));
      list.appendChild(item);
    });
    box.appendChild(list);
    if (view.circles) { box.appendChild(element("p", words.circles, { "class": "hint" })); }
  }
  function entries() {
    var measure = view.measure, found = (scaleOf(measure).legend || []).slice();
    if (measure.name === "kind") { found = [["k0", words.kind_ordinary], ["k1", words.kind_remote], ["k2", words.kind_abroad]]; }
    if (measure.name === "leader" && view.contest) {
      found = view.contest.ranked.slice(0, 3).map(function (index) { return [view.contest.groups[index], optionName(index)]; });
      if (view.contest.ranked.length > 3) { found.push(["others", words.others]); }
      found.push(["tie", words.tie]);
    }
    if ((measure.name === "leader" || measure.name === "share") && byId("map-contest").options.length > 1) { found.push(["outside", words.outside]); }
    if (view.own) { found.push(["own", words.own]); }
    return found.concat([["none", words.noData]]);
  }

  function chooseContest(code) {
    return load("contests/" + code + ".json").then(function (contest) {
      var counted = contest.protocol.received === contest.protocol.expected || contest.protocol.base >= contest.scanner.base ? contest.protocol : contest.scanner;
      var ranked = contest.options.map(function (option, index) { return index; });
      ranked.sort(function (a, b) { return counted.votes[b] - counted.votes[a] || a - b; });
      var groups = {};
      ranked.forEach(function (index, place) { groups[index] = place < 3 ? "o" + place : "others"; });
      view.contest = { code: code, name: contest.name, options: contest.options, ranked: ranked, groups: groups };
      view.option = ranked[0];
      var select = byId("map-option");
      select.textContent = "";
      ranked.forEach(function (index) { select.appendChild(element("option", optionName(index), { value: index })); });
    });
  }
  /* A district election is looked at where it is held, by the territories of its region. */
  function goToContest() {
    var box = levels.length ? levels[0].boxOfContest(view.contest.code) : null;
    if (box) { map.fitBounds(box, { animate: false }); }
    if (box && levels.length > 1 && map.getZoom() < levels[0].options.maxZoom) { map.setZoom(levels[0].options.maxZoom, { animate: false }); }
  }
  /* Beneath circles the country is drawn in one quiet colour. */
  function ground() {
    if (!view.circles) { if (view.ground) { map.removeLayer(view.ground); } return Promise.resolve(); }
    return load("geo/regions.geojson").then(function (collection) {
      view.ground = view.ground || L.geoJSON(collection, { interactive: false, style: { className: "base", weight: 1, fillOpacity: 1 } });
      if (view.circles) { map.addLayer(view.ground); view.ground.bringToBack(); }
    });
  }
  /* While districts are drawn, the precincts that a region has beside them lie on ground of its own, not in a hole. */
  function own() {
    var level = levels.filter(function (each) { return each.options.level === "territories"; })[0];
    var now = Boolean(config.own && config.own.length && level && level.inRange() && !view.circles);
    if (now === view.own) { return Promise.resolve(); }
    view.own = now;
    legend();
    if (!now) { if (view.ownGround) { map.removeLayer(view.ownGround); } return Promise.resolve(); }
    return load("geo/regions.geojson").then(function (collection) {
      view.ownGround = view.ownGround || L.geoJSON(collection, {
        interactive: false, style: { className: "own", weight: 1, fillOpacity: 1 },
        filter: function (feature) { return config.own.indexOf(feature.properties.code) >= 0; }
      });
      if (view.own) { map.addLayer(view.ownGround); view.ownGround.bringToBack(); }
    });
  }
  function update() {
    legend();
    return ground().then(own).then(function () { return Promise.all(levels.map(function (level) { return level.refresh(); })); });
  }
  function choose() {
    var name = byId("map-measure").value, needs = name === "leader" || name === "share";
    view.measure = table[name];
    byId("map-contest-field").hidden = !needs;
    byId("map-option-field").hidden = name !== "share";
    byId("map-hour-field").hidden = name !== "turnout" || !view.hours.length;
    var code = byId("map-contest").value;
    var ready = needs && (!view.contest || view.contest.code !== code) ? chooseContest(code).then(goToContest) : Promise.resolve();
    return ready.then(update);
  }
  function hours() {
    var found = {};
    Object.keys(config.values).forEach(function (code) { Object.keys(config.values[code].hours).forEach(function (hour) { found[hour] = true; }); });
    view.hours = Object.keys(found).sort();
    var slider = byId("map-hour");
    slider.max = view.hours.length; slider.value = view.hours.length;
    byId("map-hour-field").hidden = !view.hours.length;
    slider.addEventListener("input", function () { hourText(); update(); });
    hourText();
  }
  function hourText() {
    var slider = byId("map-hour");
    view.hour = view.hours[Number(slider.value)] || null;
    var text = view.hour ? put(words.upTo, { time: clock(view.hour) }) : words.newest;
    byId("map-hour-text").textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }

  /* Where do I vote: the place goes in the body of the request, and only when asked for. */
  function where() {
    if (!byId("where-form")) { return; }
    var answer = byId("where-answer"), click = byId("where-click"), choosing = false;
    function ask(lat, lon) {
      answer.textContent = words.loading;
      var body = new URLSearchParams({ lat: lat, lon: lon, as: "fragment" });
      fetch(config.where, { method: "POST", body: body }).then(function (got) { return got.text(); }).then(function (html) {
        answer.innerHTML = html;
      }, function () { answer.textContent = words.failed; });
    }
    byId("where-buttons").hidden = false;
    byId("where-form").addEventListener("submit", function (event) {
      event.preventDefault();
      ask(byId("where-lat").value, byId("where-lon").value);
    });
    byId("where-locate").addEventListener("click", function () {
      if (!navigator.geolocation) { answer.textContent = words.noLocation; return; }
      answer.textContent = words.loading;
      navigator.geolocation.getCurrentPosition(function (place) {
        ask(place.coords.latitude.toFixed(5), place.coords.longitude.toFixed(5));
      }, function () { answer.textContent = words.noLocation; }, { timeout: 10000 });
    });
    function choosingIs(now) {
      choosing = now;
      click.setAttribute("aria-pressed", String(now));
      map.getContainer().classList.toggle("choosing", now);
      if (now) { map.getContainer().scrollIntoView({ block: "nearest" }); }
    }
    click.addEventListener("click", function () { choosingIs(!choosing); });
    /* Caught before the units see it: they would open a popup instead. */
    map.getContainer().addEventListener("click", function (event) {
      if (!choosing || event.target.closest(".leaflet-control")) { return; }
      event.stopPropagation();
      choosingIs(false);
      var place = map.mouseEventToLatLng(event).wrap();
      byId("where-lat").value = place.lat.toFixed(5);
      byId("where-lon").value = place.lng.toFixed(5);
      ask(place.lat.toFixed(5), place.lng.toFixed(5));
      byId("where").scrollIntoView({ block: "nearest" });
    }, true);
  }

  window.Natyija = {
    units: function (options) { return new Units(options); },
    start: function (made) {
      map = made;
      map.getContainer().setAttribute("role", "region");
      map.getContainer().setAttribute("aria-label", words.map);
      byId("map-controls").hidden = false;
      byId("map-controls").addEventListener("submit", function (event) { event.preventDefault(); });
      hours();
      byId("map-measure").addEventListener("change", choose);
      byId("map-contest").addEventListener("change", choose);
      byId("map-option").addEventListener("change", function () { view.option = Number(byId("map-option").value); update(); });
      byId("map-circles").addEventListener("change", function () { view.circles = byId("map-circles").checked; update(); });
      map.on("moveend", function () { own(); levels.forEach(function (level) { level.refresh(); }); });
      where();
      choose().then(function () { map.getContainer().setAttribute("data-ready", "true"); });
    }
  };
})();
