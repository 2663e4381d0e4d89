"""placeholder"""
def run_jobs(site, now): pass
