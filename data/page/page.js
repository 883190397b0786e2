/* What a page can do more where scripts run: tables are sorted by a click on a column's title, of several views one is shown. */
"use strict";
(function () {
    function valueOf(row, column) {
        if (column === 0 && row.hasAttribute("data-class"))
            return Number(row.getAttribute("data-class"));
        var text = row.children[column].textContent.replace(/[\u202f\u00a0%]/g, "").trim();
        var number = parseFloat(text);
        return column > 0 && /^[-+]?[0-9.]/.test(text) && !isNaN(number) ? number : column > 0 ? null : text;
    }
    function sort(table, head, column) {
        var ascending = head.getAttribute("aria-sort") === "descending" || (column === 0 && !head.hasAttribute("aria-sort"));
        var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (a, b) {
            var x = valueOf(a, column), y = valueOf(b, column);
            if (x === null || y === null)
                return (x === null) - (y === null);
            return (x < y ? -1 : x > y ? 1 : 0) * (ascending ? 1 : -1);
        });
        rows.forEach(function (row) { body.appendChild(row); });
        table.querySelectorAll("[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    }
    document.querySelectorAll("table.sortable").forEach(function (table) {
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
            var button = document.createElement("button");
            if (head.textContent === "" || head.hasAttribute("data-drawn"))
                return;
            button.type = "button";
            while (head.firstChild)
                button.appendChild(head.firstChild);
            head.appendChild(button);
            button.addEventListener("click", function () { sort(table, head, column); });
        });
    });
    document.querySelectorAll("[data-views]").forEach(function (box) {
        var views = box.querySelectorAll("[data-view]"), bar = document.createElement("div");
        if (views.length < 2)
            return;
        function show(wanted) {
            views.forEach(function (view) { view.hidden = wanted !== "all" && view.getAttribute("data-view") !== wanted; });
            Array.prototype.forEach.call(bar.children, function (button) {
                button.setAttribute("aria-pressed", String(button.textContent === wanted));
            });
        }
        bar.className = "toggle";
        bar.setAttribute("role", "group");
        bar.setAttribute("aria-label", "Views");
        Array.prototype.map.call(views, function (view) { return view.getAttribute("data-view"); }).concat("all")
            .forEach(function (name) {
                var button = document.createElement("button");
                button.type = "button";
                button.textContent = name;
                button.addEventListener("click", function () { show(name); });
                bar.appendChild(button);
            });
        box.insertBefore(bar, box.firstChild);
        show(views[0].getAttribute("data-view"));
    });
})();
