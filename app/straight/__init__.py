"""Native code for the largest work there is: from the JSON of an upstream's answer straight to ours, without an object in between.

It is written in Cython and built where there is a C compiler. Where it is not, ``compiler/program.py`` does the same in Python, for two to
three times the time; and whatever is unusual about an answer is left to that, too. So everything here may refuse, and nothing may guess.

* ``scan.pxd`` passes over JSON, and checks it.
* ``moment.pxd`` moves dates to UTC.
* ``output.pxd`` is where the text grows that is written, ``reading.pxd`` how far all has come.
* ``leaves.pxd`` reads texts, numbers, enumerations and dates.
* ``shape.pyx`` says what is read of an object and what is written of it, and ``reader.pyx`` does it.
"""
