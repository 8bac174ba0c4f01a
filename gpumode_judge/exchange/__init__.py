"""Files in and out: tables from form tools, event files, reports. Bytes come in, plain frozen values go out."""
