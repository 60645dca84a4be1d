/* Rows of an answer from the dicts and lists that orjson made of it: what rows.py reads, read in C.
 *
 * A Shape is made once of a row class. It sets the slots of new rows to the values that the class's own from_wire would
 * set them to. Anything that it does not expect makes it give up the whole answer (NotImplemented): Python then reads
 * the answer from its start, so that errors, warnings and what is left out are decided in one place.
 *
 * Public API only, of CPython, datetime and decimal. docs/design/row-accelerator.md says why it is so.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <structmember.h>

#define FORM 1 /* of what a Shape is made of: compiled.py uses no module of another form */
#define TOO_LATE 253402300800LL /* the year 10000, in seconds */

enum kind { TEXT, PROSE, DECIMAL, INTEGER, BOOLEAN, TIME, JSON, CALL, ROW, ROWS, KINDS };
enum empty { NONE, UNSET, LIST, DICT }; /* what stands in a slot without a value */
enum outcome { ODD, ABSENT, READ };

typedef struct Shape Shape;

typedef struct {
    PyObject *key;    /* text, or NULL for a position */
    PyObject *args;   /* of reader, whose first item is the value: the path and maybe the items */
    PyObject *reader; /* takes what is not plain; NULL where Python is to read the whole answer then */
    Shape *shape;     /* of nested rows */
    Py_ssize_t offset;
    long long per_second; /* of a TIME */
    enum kind kind;
    enum empty empty;
} Field;

/* The keys of the last row, and the field of each: -1 is a key that the class does not know. It never changes. */
typedef struct {
    Py_ssize_t refs, size;
    struct entry {
        PyObject *key;
        Py_ssize_t field;
    } entries[];
} Layout;

struct Shape {
    PyObject_HEAD
    PyTypeObject *cls;
    PyObject *number; /* the method that makes an exact Decimal of text */
    PyTypeObject *number_type;
    PyObject *index; /* key: number of the field */
    Layout *layout;
    Field *fields;
    Py_ssize_t size, raw;
    int positional;
};

static PyObject *read_row(Shape *self, PyObject *raw, PyObject **args);

static void release_layout(Layout *layout) {
    if (layout == NULL || --layout->refs > 0)
        return;
    for (Py_ssize_t at = 0; at < layout->size; at++)
        Py_DECREF(layout->entries[at].key);
    PyMem_Free(layout);
}

/* Whether text has only the characters of a finite number. Decimal judges their order. */
static int is_numeric(PyObject *text) {
    if (!PyUnicode_IS_COMPACT_ASCII(text))
        return 0;
    const unsigned char *at = PyUnicode_1BYTE_DATA(text), *end = at + PyUnicode_GET_LENGTH(text);
    for (; at < end; at++)
        if (!((*at >= '0' && *at <= '9') || *at == '.' || *at == '-' || *at == 'e' || *at == 'E' || *at == '+'))
            return 0;
    return 1;
}

/* The value of a text of digits; -1 for any other. */
static long long digits_of(PyObject *text) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (!PyUnicode_IS_COMPACT_ASCII(text) || length == 0 || length > 19)
        return -1;
    const unsigned char *at = PyUnicode_1BYTE_DATA(text), *end = at + length;
    unsigned long long value = 0; /* which holds 19 digits */
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return -1;
        value = value * 10 + (*at - '0');
    }
    return value > LLONG_MAX ? -1 : (long long)value;
}

/* Call a function of one argument. ``args`` is the tuple of the call before, which serves again if nobody kept it. */
static PyObject *call_again(PyObject *function, PyObject *value, PyObject **args) {
    if (!PyCFunction_Check(function) || (PyCFunction_GET_FLAGS(function) & ~METH_STATIC) != METH_VARARGS)
        return PyObject_CallOneArg(function, value);
    if (*args == NULL || Py_REFCNT(*args) != 1) {
        Py_XDECREF(*args);
        if ((*args = PyTuple_New(1)) == NULL)
            return NULL;
    }
    PyTuple_SET_ITEM(*args, 0, Py_NewRef(value));
    PyObject *found = PyCFunction_GET_FUNCTION(function)(PyCFunction_GET_SELF(function), *args);
    if (Py_REFCNT(*args) == 1) {
        PyTuple_SET_ITEM(*args, 0, NULL);
        Py_DECREF(value);
    }
    return found;
}

static PyObject *decimal_of(Shape *self, PyObject *value, PyObject **args) {
    if (PyUnicode_CheckExact(value) ? !is_numeric(value)
                                    : !PyLong_CheckExact(value) && !Py_IS_TYPE(value, self->number_type))
        return NULL;
    return call_again(self->number, value, args);
}

/* The aware datetime of a positive count of units; NULL without an error for any other. */
static PyObject *moment_of(long long count, long long per_second) {
    long long second = count / per_second, rest = count % per_second;
    if (count <= 0 || second >= TOO_LATE)
        return NULL;
    int micro = (int)(per_second > 1000000 ? rest / (per_second / 1000000) : rest * (1000000 / per_second));
    int of_day = (int)(second % 86400);
    /* Days since 1970 to a date: eras of 400 years that begin in March. */
    long long days = second / 86400 + 719468, era = days / 146097;
    int day_of_era = (int)(days - era * 146097);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * month + 2) / 5 + 1;
    int year = year_of_era + (int)era * 400 + (month >= 10);
    month += month < 10 ? 3 : -9;
    return PyDateTimeAPI->DateTime_FromDateAndTime(year, month, day, of_day / 3600, of_day / 60 % 60, of_day % 60, micro,
                                                   PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
}

static PyObject *rows_of(Shape *shape, PyObject *value, PyObject **args) {
    if (!PyList_CheckExact(value))
        return NULL;
    Py_ssize_t size = PyList_GET_SIZE(value);
    PyObject *rows = PyList_New(size);
    if (rows == NULL)
        return NULL;
    for (Py_ssize_t at = 0; at < size; at++) {
        PyObject *item = at < PyList_GET_SIZE(value) ? PyList_GET_ITEM(value, at) : NULL;
        PyObject *row = item == NULL ? NULL : read_row(shape, item, args);
        if (row == NULL) {
            Py_DECREF(rows);
            return NULL;
        }
        PyList_SET_ITEM(rows, at, row);
    }
    return rows;
}

static PyObject *call_reader(Field *field, PyObject *value) {
    PyObject *args[4] = {NULL, value, NULL, NULL};
    Py_ssize_t more = PyTuple_GET_SIZE(field->args);
    for (Py_ssize_t at = 0; at < more; at++)
        args[2 + at] = PyTuple_GET_ITEM(field->args, at);
    return PyObject_Vectorcall(field->reader, args + 1, (size_t)(1 + more) | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

/* Read what is no plain value of its kind as Python's own reader does. */
static enum outcome read_with_care(Field *field, PyObject *value, PyObject **read) {
    if (field->reader == NULL)
        return ODD;
    PyObject *found = call_reader(field, value);
    if (found == Py_None) {
        Py_DECREF(found);
        return ABSENT;
    }
    *read = found;
    return found == NULL ? ODD : READ;
}

static enum outcome read_value(Shape *self, Field *field, PyObject *value, PyObject **args, PyObject **read) {
    PyObject *found = NULL;
    long long count;
    if (value == Py_None)
        return ABSENT;
    if (PyUnicode_CheckExact(value) && PyUnicode_GET_LENGTH(value) == 0 && field->kind != PROSE && field->kind != JSON)
        return field->kind == CALL ? read_with_care(field, value, read) : ABSENT;
    switch (field->kind) {
    case TEXT:
    case PROSE:
        if (!PyUnicode_CheckExact(value))
            return read_with_care(field, value, read);
        /* fall through */
    case JSON:
        found = Py_NewRef(value);
        break;
    case DECIMAL:
        found = decimal_of(self, value, args);
        break;
    case INTEGER:
        if (PyLong_CheckExact(value)) {
            found = Py_NewRef(value);
            break;
        }
        count = PyUnicode_CheckExact(value) ? digits_of(value) : -1;
        if (count < 0)
            return read_with_care(field, value, read);
        found = PyLong_FromLongLong(count);
        break;
    case BOOLEAN:
        if (!PyBool_Check(value))
            return read_with_care(field, value, read);
        found = Py_NewRef(value);
        break;
    case TIME:
        if (PyUnicode_CheckExact(value)) {
            count = digits_of(value);
            if (count == 0 && PyUnicode_GET_LENGTH(value) == 1)
                return ABSENT;
        } else if (PyLong_CheckExact(value)) {
            int overflow;
            count = PyLong_AsLongLongAndOverflow(value, &overflow);
            if (overflow)
                return ODD;
            if (count == 0)
                return ABSENT;
        } else
            return ODD;
        found = moment_of(count, field->per_second);
        break;
    case ROW:
        found = read_row(field->shape, value, args);
        break;
    case ROWS:
        found = rows_of(field->shape, value, args);
        break;
    case CALL:
    case KINDS:
        return read_with_care(field, value, read);
    }
    *read = found;
    return found == NULL ? ODD : READ;
}

#define SLOT(row, at) (*(PyObject **)((char *)(row) + (at)))

static int set_field(Shape *self, PyObject *row, Field *field, PyObject *value, PyObject **args) {
    PyObject *read = NULL;
    switch (read_value(self, field, value, args, &read)) {
    case READ:
        SLOT(row, field->offset) = read;
        return 0;
    case ABSENT:
        return 0;
    default:
        return -1;
    }
}

static int read_by_position(Shape *self, PyObject *row, PyObject *raw, PyObject **args) {
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Field *field = &self->fields[at];
        if (at < PyList_GET_SIZE(raw) && set_field(self, row, field, PyList_GET_ITEM(raw, at), args) < 0)
            return -1;
    }
    return 0;
}

/* Remember the keys of a row. Without the memory for it the next row is read with the former ones. */
static void learn(Shape *self, PyObject *raw) {
    Layout *layout = PyMem_Malloc(sizeof(Layout) + (size_t)PyDict_GET_SIZE(raw) * sizeof(struct entry));
    if (layout == NULL)
        return;
    layout->refs = 1;
    layout->size = 0;
    Py_ssize_t at = 0, room = PyDict_GET_SIZE(raw);
    PyObject *key, *value;
    while (layout->size < room && PyDict_Next(raw, &at, &key, &value)) {
        PyObject *number = PyDict_GetItemWithError(self->index, key);
        PyErr_Clear();
        struct entry *entry = &layout->entries[layout->size++];
        entry->key = Py_NewRef(key);
        entry->field = number == NULL ? -1 : PyLong_AsSsize_t(number);
    }
    Layout *former = self->layout;
    self->layout = layout;
    release_layout(former);
}

/* Whether two keys are equal; mostly they are one object, of orjson's cache. */
static int is_same(PyObject *one, PyObject *other) {
    if (one == other)
        return 1;
    if (!PyUnicode_CheckExact(one) || !PyUnicode_CheckExact(other))
        return 0;
    return PyUnicode_GET_LENGTH(one) == PyUnicode_GET_LENGTH(other) && PyUnicode_KIND(one) == PyUnicode_KIND(other) &&
           memcmp(PyUnicode_DATA(one), PyUnicode_DATA(other), (size_t)PyUnicode_GET_LENGTH(one) * PyUnicode_KIND(one)) == 0;
}

static int read_by_key(Shape *self, PyObject *row, PyObject *raw, PyObject **args) {
    Layout *layout = self->layout;
    if (layout != NULL)
        layout->refs++; /* another thread may learn others while a reader of Python's runs */
    Py_ssize_t size = layout == NULL ? 0 : layout->size, at = 0, count = 0;
    PyObject *key, *value;
    int done = 0, other = 0;
    while (done == 0 && PyDict_Next(raw, &at, &key, &value)) {
        Py_ssize_t number;
        if (count < size && is_same(layout->entries[count].key, key))
            number = layout->entries[count].field;
        else {
            PyObject *found = PyDict_GetItemWithError(self->index, key);
            number = found == NULL ? -1 : PyLong_AsSsize_t(found);
            if (found == NULL && PyErr_Occurred())
                done = -1;
            other = 1;
        }
        count++;
        if (done == 0 && number >= 0)
            done = set_field(self, row, &self->fields[number], value, args);
    }
    release_layout(layout);
    if (done == 0 && other)
        learn(self, raw);
    return done;
}

static int fill(Shape *self, PyObject *row) {
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Field *field = &self->fields[at];
        PyObject **slot = &SLOT(row, field->offset);
        if (*slot != NULL || field->empty == UNSET)
            continue;
        *slot = field->empty == NONE ? Py_NewRef(Py_None) : field->empty == LIST ? PyList_New(0) : PyDict_New();
        if (*slot == NULL)
            return -1;
    }
    return 0;
}

static PyObject *read_row(Shape *self, PyObject *raw, PyObject **args) {
    if (self->positional ? !PyList_CheckExact(raw) : !PyDict_CheckExact(raw))
        return NULL;
    PyObject *row = self->cls->tp_alloc(self->cls, 0);
    if (row == NULL)
        return NULL;
    SLOT(row, self->raw) = Py_NewRef(raw);
    if ((self->positional ? read_by_position(self, row, raw, args) : read_by_key(self, row, raw, args)) < 0 || fill(self, row) < 0) {
        Py_DECREF(row);
        return NULL;
    }
    return row;
}

/* The result of a reading; NotImplemented where Python is to read the answer. */
static PyObject *result_of(PyObject *found) {
    if (found == NULL && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_ValueError) && !PyErr_ExceptionMatches(PyExc_ArithmeticError) &&
            !PyErr_ExceptionMatches(PyExc_TypeError) && !PyErr_ExceptionMatches(PyExc_LookupError) &&
            !PyErr_ExceptionMatches(PyExc_AttributeError))
            return NULL;
        PyErr_Clear();
    }
    return found == NULL ? Py_NewRef(Py_NotImplemented) : found;
}

static PyObject *shape_row(Shape *self, PyObject *value) {
    PyObject *args = NULL, *found = read_row(self, value, &args);
    Py_XDECREF(args);
    return result_of(found);
}

static PyObject *shape_rows(Shape *self, PyObject *value) {
    PyObject *args = NULL, *found = rows_of(self, value, &args);
    Py_XDECREF(args);
    return result_of(found);
}

/* The place in a row of what a member descriptor of its class stands for; -1 for anything else. */
static Py_ssize_t offset_of(PyTypeObject *cls, PyObject *member) {
    if (Py_IS_TYPE(member, &PyMemberDescr_Type) && PyType_IsSubtype(cls, PyDescr_TYPE(member))) {
        PyMemberDef *described = ((PyMemberDescrObject *)member)->d_member;
        if (described->type == T_OBJECT_EX && described->flags == 0)
            return described->offset;
    }
    PyErr_SetString(PyExc_TypeError, "not a slot of the class");
    return -1;
}

static int add_field(Shape *self, PyObject *described, Py_ssize_t number) {
    Field *field = &self->fields[number];
    PyObject *key, *member, *reader, *args, *shape;
    int kind, empty;
    if (!PyArg_ParseTuple(described, "OOiiOO!OL", &key, &member, &kind, &empty, &reader, &PyTuple_Type, &args, &shape,
                          &field->per_second))
        return -1;
    int nests = kind == ROW || kind == ROWS;
    if (kind < 0 || kind >= KINDS || empty < NONE || empty > DICT || PyTuple_GET_SIZE(args) > 2 ||
        nests != Py_IS_TYPE(shape, Py_TYPE(self)) || (kind == TIME && field->per_second <= 0) ||
        (kind == CALL && reader == Py_None)) {
        PyErr_SetString(PyExc_ValueError, "not a description of a field");
        return -1;
    }
    if ((field->offset = offset_of(self->cls, member)) < 0)
        return -1;
    field->kind = (enum kind)kind;
    field->empty = (enum empty)empty;
    field->key = Py_NewRef(key);
    field->args = Py_NewRef(args);
    field->reader = reader == Py_None ? NULL : Py_NewRef(reader);
    field->shape = nests ? (Shape *)Py_NewRef(shape) : NULL;
    self->size = number + 1;
    PyObject *place = PyLong_FromSsize_t(number);
    int done = place == NULL ? -1 : PyDict_SetItem(self->index, key, place);
    Py_XDECREF(place);
    return done;
}

static PyObject *shape_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyTypeObject *cls, *number_type;
    PyObject *raw, *fields, *number;
    int positional;
    if (!PyArg_ParseTuple(args, "O!OpO!OO!", &PyType_Type, &cls, &raw, &positional, &PyTuple_Type, &fields, &number,
                          &PyType_Type, &number_type))
        return NULL;
    Shape *self = (Shape *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->cls = (PyTypeObject *)Py_NewRef(cls);
    self->number = Py_NewRef(number);
    self->number_type = (PyTypeObject *)Py_NewRef(number_type);
    self->positional = positional;
    self->index = PyDict_New();
    self->fields = PyMem_Calloc((size_t)PyTuple_GET_SIZE(fields) + 1, sizeof(Field));
    if (self->fields == NULL)
        PyErr_NoMemory();
    if (self->index == NULL || self->fields == NULL || (self->raw = offset_of(cls, raw)) < 0)
        goto failed;
    for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(fields); at++)
        if (add_field(self, PyTuple_GET_ITEM(fields, at), at) < 0)
            goto failed;
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static int shape_traverse(Shape *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->cls);
    Py_VISIT(self->number);
    Py_VISIT(self->number_type);
    Py_VISIT(self->index);
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Py_VISIT(self->fields[at].args);
        Py_VISIT(self->fields[at].reader);
        Py_VISIT(self->fields[at].shape);
    }
    return 0;
}

static int shape_clear(Shape *self) {
    Py_CLEAR(self->index);
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Py_CLEAR(self->fields[at].key);
        Py_CLEAR(self->fields[at].args);
        Py_CLEAR(self->fields[at].reader);
        Py_CLEAR(self->fields[at].shape);
    }
    self->size = 0;
    return 0;
}

static void shape_dealloc(Shape *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    shape_clear(self);
    Py_CLEAR(self->cls);
    Py_CLEAR(self->number);
    Py_CLEAR(self->number_type);
    release_layout(self->layout);
    PyMem_Free(self->fields);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef shape_methods[] = {
    {"row", (PyCFunction)shape_row, METH_O, "Return a JSON object or array as a row, or NotImplemented."},
    {"rows", (PyCFunction)shape_rows, METH_O, "Return a JSON array as a list of rows, or NotImplemented."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot shape_slots[] = {
    {Py_tp_new, shape_new},
    {Py_tp_methods, shape_methods},
    {Py_tp_traverse, shape_traverse},
    {Py_tp_clear, shape_clear},
    {Py_tp_dealloc, shape_dealloc},
    {Py_tp_doc, "The rows of one class, read from JSON."},
    {0, NULL},
};

static PyType_Spec shape_spec = {
    .name = "venues._rows.Shape",
    .basicsize = sizeof(Shape),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = shape_slots,
};

static int module_exec(PyObject *module) {
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL)
        return -1;
    PyObject *type = PyType_FromSpec(&shape_spec);
    int done = type == NULL ? -1 : PyModule_AddObjectRef(module, "Shape", type);
    if (done == 0)
        done = PyModule_AddIntConstant(module, "FORM", FORM);
    Py_XDECREF(type);
    static const char *const names[] = {"TEXT", "PROSE", "DECIMAL", "INTEGER", "BOOLEAN", "TIME", "JSON", "CALL", "ROW", "ROWS"};
    for (int kind = 0; done == 0 && kind < KINDS; kind++)
        done = PyModule_AddIntConstant(module, names[kind], kind);
    static const char *const empties[] = {"NONE", "UNSET", "LIST", "DICT"};
    for (int empty = 0; done == 0 && empty <= DICT; empty++)
        done = PyModule_AddIntConstant(module, empties[empty], empty);
    return done;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_rows",
    .m_doc = "Rows of an answer, read in C; what is odd is left to Python.",
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__rows(void) { return PyModuleDef_Init(&module); }
