"""Runs under the system's Python (where python3-uno lives): starts LibreOffice and answers JSON commands, one a line.

A command {"path", "edits": [[sheet, cell, value], ...]} loads the file, sets the cells (`=...` is a formula), hard-recalculates and
answers with all values per sheet, the formula cells that hold an error, and where each name points. A command {"path", "pdf"} prints the file to a PDF.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def connect(profile, pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.25)
    raise RuntimeError("LibreOffice did not start")


def named(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return (found,)


def hidden():
    return named("Hidden", True)


def print_to(desktop, path, pdf):
    document = desktop.loadComponentFromURL("file://" + path, "_blank", 0, hidden())
    try:
        document.storeToURL("file://" + pdf, named("FilterName", "calc_pdf_Export"))
        return {"pdf": pdf}
    finally:
        document.close(True)


def recalculate(desktop, path, edits):
    document = desktop.loadComponentFromURL("file://" + path, "_blank", 0, hidden())
    try:
        for sheet, cell, value in edits:
            target = document.Sheets.getByName(sheet).getCellRangeByName(cell)
            if isinstance(value, str) and value.startswith("="):
                target.setFormula(value)
            elif isinstance(value, str):
                target.setString(value)
            else:
                target.setValue(value)
        document.calculateAll()
        values, errors = {}, []
        for sheet in document.Sheets:
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress
            area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
            values[sheet.Name] = area.getDataArray()
            # 4 = formula results that are errors.
            for found in area.queryFormulaCells(4).RangeAddresses:
                for row in range(found.StartRow, found.EndRow + 1):
                    for column in range(found.StartColumn, found.EndColumn + 1):
                        cell = sheet.getCellByPosition(column, row)
                        errors.append([sheet.Name, column, row, cell.String, cell.Formula])
        names = {name: document.NamedRanges.getByName(name).Content for name in document.NamedRanges.ElementNames}
        return {"values": values, "errors": errors, "names": names}
    finally:
        document.close(True)


def main():
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"office{os.getpid()}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation=file://{profile}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        desktop = connect(profile, pipe)
        print(json.dumps({"ready": True}), flush=True)
        try:
            for line in sys.stdin:
                command = json.loads(line)
                try:
                    if "pdf" in command:
                        answer = print_to(desktop, command["path"], command["pdf"])
                    else:
                        answer = recalculate(desktop, command["path"], command["edits"])
                except Exception as error:
                    answer = {"failed": repr(error)}
                print(json.dumps(answer), flush=True)
        finally:
            try:
                desktop.terminate()
            except Exception:
                office.kill()
            office.wait(20)


main()
